import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { logLines } from '../support/log-lines.ts';

export default defineScenario({
  name: 'log-await-drain',
  title: 'Logs at the pace of the disk',
  about: {
    what: "Writes log lines to a real file, and waits for 'drain' when write() returns false.",
    why: 'The log cannot use more memory than its highWaterMark, whatever the load.',
    expect: 'At most highWaterMark plus one line is buffered.',
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
    for (const line of logLines(parameters)) {
      if (!log.write(line)) await once(log, 'drain', { signal });
    }
    log.end();
    await finished(log, { signal });
  },
});
