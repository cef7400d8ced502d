import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { writeDataFile } from '../support/data-file.ts';

export default defineScenario({
  name: 'gzip-pipeline',
  title: 'Compresses one file into another with pipeline()',
  about: {
    what: 'Pipes a file through gzip into another file.',
    why: 'A chain costs the highWaterMark of each side of its streams (a Transform has two), a chunk each, and about 256 KiB for the state of zlib, however large the file is.',
    expect: 'The total buffered by all streams does not depend on the file size.',
  },
  tags: ['transform', 'zlib', 'file', 'backpressure', 'right'],
  parameters: { highWaterMark: bytes([64 * KiB]), volume: volume(64 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters: { source, gzip, target } }) => ({
      'the whole file is compressed': source?.bytesOut === volume && gzip?.bytesIn === volume,
      'all output of gzip is written': target?.bytesOut === target?.bytesIn && (target?.bytesOut ?? 0) > 0,
      'the output is smaller than the input': (target?.bytesOut ?? volume) < volume,
      'no stream buffers more than highWaterMark and a chunk': [source, gzip, target].every(
        (stream) => (stream?.peakBufferedBytes ?? 0) < (stream?.highWaterMarkBytes ?? 0) + highWaterMark,
      ),
    }),
  },
  setup: ({ parameters, tempDir }) => writeDataFile(tempDir, parameters.volume),
  async run({ parameters: { highWaterMark }, prepared: path, tempDir, watch, signal }) {
    await pipeline(
      watch('source', createReadStream(path, { highWaterMark })),
      watch('gzip', createGzip()),
      watch('target', createWriteStream(join(tempDir, 'data.gz'), { highWaterMark })),
      { signal },
    );
  },
});
