import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

const LINES = Array.from({ length: 20 }, (_, index) => `Hello world ${index}\n`);

export default defineScenario({
  name: 'ignored-still-writes',
  claim: {
    statement: 'If the program ignores that write() returned false, everything is still written.',
    source: ['003'],
    rule: ({ recorded: { falses = 0, isComplete = 0, fileBytes = 0, drains = 0 } }) => ({
      verdict: isComplete ? 'true' : 'false',
      reading: `${falses} of ${LINES.length} writes returned false, ${fileBytes} of ${LINES.join('').length} bytes are in the file, 'drain' was emitted ${drains} times`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const path = join(tempDir, 'lines.txt');
    const file = createWriteStream(path, { highWaterMark: 1 });
    let drains = 0;
    file.on('drain', () => {
      drains += 1;
    });
    const falses = LINES.filter((line) => !file.write(line)).length; // BUG: writes on after false
    if (falses === 0) throw new Error('write() never returned false');
    file.end();
    await finished(file, { signal });
    const content = await readFile(path, 'utf8');
    record('falses', falses);
    record('drains', drains);
    record('fileBytes', content.length);
    record('isComplete', Number(content === LINES.join('')));
  },
});
