import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { logLines } from '../support/log-lines.ts';

export default defineScenario({
  name: 'log-await-drain',
  title: 'Logs at the pace of the disk',
  about: {
    what: "Writes log lines to a real file with pipeline(), which waits for 'drain' when write() returns false.",
    why: "A single writer that waits needs no more than the highWaterMark of its log, whatever the load. Many callers that each wait for 'drain' wake together and write a line each: they need one queue with a limit. A request handler can rarely wait for its log; there, drop lines and count them.",
    expect: 'Less than highWaterMark plus one line is buffered.',
  },
  tags: ['writable', 'file', 'backpressure', 'right'],
  pairedWith: 'log-ignore-drain',
  parameters: { highWaterMark: bytes([16 * KiB, 64 * KiB]), volume: volume(32 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters }) => ({
      'every line is written': counters.log?.bytesOut === volume,
      'the stream buffers less than highWaterMark and a line':
        (counters.log?.peakBufferedBytes ?? 0) < highWaterMark + 128,
    }),
  },
  async run({ parameters, tempDir, watch, signal }) {
    const { highWaterMark } = parameters;
    const log = watch('log', createWriteStream(join(tempDir, 'app.log'), { highWaterMark }));
    await pipeline(logLines(parameters), log, { signal });
  },
});
