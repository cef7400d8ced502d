import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'hwm1-write-false',
  claim: {
    statement: 'With a highWaterMark of 1, a file stream returns false to a write of 14 bytes.',
    source: ['003'],
    rule: ({ recorded: { isFalse = 0, bufferedBytes = 0 } }) => ({
      verdict: isFalse ? 'true' : 'false',
      reading: `write() returned ${!isFalse} with ${bufferedBytes} bytes buffered`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const file = createWriteStream(join(tempDir, 'hello.txt'), { highWaterMark: 1 });
    record('isFalse', Number(!file.write('Hello world 0\n')));
    record('bufferedBytes', file.writableLength);
    file.end();
    await finished(file, { signal });
  },
});
