import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const HIGH_WATER_MARK = 1 * KiB;

export default defineScenario({
  name: 'example-true-until-exceeds',
  claim: {
    statement:
      'With a highWaterMark of 1 KiB and chunks of 512 bytes, write() returns true until the buffer exceeds 1 KiB.',
    source: ['003'],
    rule: ({ recorded: { trues = 0, bytesAtFalse = 0 } }) => ({
      verdict: bytesAtFalse > HIGH_WATER_MARK ? 'true' : 'false',
      reading: `write() returned true ${trues === 1 ? 'once' : `${trues} times`}, then false with ${bytesAtFalse} bytes buffered`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const file = createWriteStream(join(tempDir, 'big.txt'), { highWaterMark: HIGH_WATER_MARK });
    let trues = 0;
    while (trues < 100 && file.write(Buffer.alloc(512, 'a'))) trues += 1;
    record('trues', trues);
    record('bytesAtFalse', file.writableLength);
    file.end();
    await finished(file, { signal });
  },
});
