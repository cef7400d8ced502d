import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { writeDataFile } from '../support/data-file.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'stream-file',
  title: 'Sends a file as it is read',
  about: {
    what: 'Pipes a file into a sink, and reads each chunk only when there is room for it.',
    why: 'A request costs the highWaterMarks of two streams and a chunk each, whatever the size of its file.',
    expect: 'The bytes buffered do not depend on the file size.',
  },
  tags: ['file', 'readable', 'right'],
  pairedWith: 'read-whole-file',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    volume: volume(256 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the sink buffers less than two highWaterMarks':
        (counters.sink?.peakBufferedBytes ?? 0) <= 2 * highWaterMark - 1,
    }),
  },
  setup: ({ parameters, tempDir }) => writeDataFile(tempDir, parameters.volume),
  async run({ parameters: { highWaterMark }, prepared: path, watch, signal }) {
    const source = watch('source', createReadStream(path, { highWaterMark }));
    const sink = watch('sink', slowSink({ highWaterMark }));
    await pipeline(source, sink, { signal });
  },
});
