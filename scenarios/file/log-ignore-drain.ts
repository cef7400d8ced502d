import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { logLines } from '../support/log-lines.ts';
import { queuedChunks } from '../support/queued-chunks.ts';

export default defineScenario({
  name: 'log-ignore-drain',
  title: "Writes a burst of log lines without waiting for 'drain'",
  about: {
    what: 'Writes log lines to a real file, as a logger does, and ignores the return value of write().',
    why: 'Nothing is written before the loop gives way, however fast the disk is: a burst of lines is queued as a whole. Each short line also costs a Buffer and an entry in the queue.',
    expect: 'The queue grows to the whole log, and heapUsed by more than a hundred bytes per line.',
  },
  tags: ['writable', 'file', 'backpressure', 'wrong'],
  pairedWith: 'log-await-drain',
  parameters: { highWaterMark: bytes([16 * KiB, 64 * KiB]), volume: volume(32 * MiB) },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'every line is written': counters.log?.bytesOut === volume,
      'the stream buffers the whole log': counters.log?.peakBufferedBytes === volume,
      'a queued line takes more than 100 bytes of heap': (recorded.heapBytesPerLine ?? 0) > 100,
    }),
  },
  async run({ parameters, tempDir, watch, record, signal }) {
    const { highWaterMark } = parameters;
    const log = watch('log', createWriteStream(join(tempDir, 'app.log'), { highWaterMark }));
    const before = process.memoryUsage().heapUsed;
    for (const line of logLines(parameters)) log.write(line); // BUG: the return value is ignored
    record('heapBytesPerLine', (process.memoryUsage().heapUsed - before) / queuedChunks(log));
    log.end();
    await finished(log, { signal });
  },
});
