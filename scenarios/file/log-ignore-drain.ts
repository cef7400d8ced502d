import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { logLines } from '../support/log-lines.ts';

export default defineScenario({
  name: 'log-ignore-drain',
  title: 'Logs faster than the disk, line by line',
  about: {
    what: 'Writes log lines to a real file, as a logger does, and ignores the return value of write().',
    why: 'Under load, a logger is a producer like any other, and each short line also costs an object in the queue.',
    expect: 'The queue grows to the whole log, and heapUsed grows with the number of lines.',
  },
  tags: ['writable', 'file', 'backpressure', 'wrong'],
  pairedWith: 'log-await-drain',
  parameters: { highWaterMark: bytes([16 * KiB, 64 * KiB]), volume: volume(32 * MiB) },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'every line is written': counters.log?.bytesOut === volume,
      'the stream buffers the whole log': counters.log?.peakBufferedBytes === volume,
    }),
  },
  async run({ parameters, tempDir, watch, signal }) {
    const { highWaterMark } = parameters;
    const log = watch('log', createWriteStream(join(tempDir, 'app.log'), { highWaterMark }));
    for (const line of logLines(parameters)) log.write(line); // BUG: the return value is ignored
    log.end();
    await finished(log, { signal });
  },
});
