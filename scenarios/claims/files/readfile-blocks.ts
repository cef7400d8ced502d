import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const FILE_BYTES = 16 * MiB;

export default defineScenario({
  name: 'readfile-blocks',
  claim: {
    statement: 'Loading a large file with readFile() blocks the event loop.',
    source: ['000'],
    rule: ({ recorded: { asyncTurns = 0, syncTurns = 0 } }) => ({
      verdict: asyncTurns < 10 ? 'true' : syncTurns === 0 ? 'partly' : 'false',
      condition:
        'true of readFileSync(); readFile() reads in pieces, and the event loop turns between them, while the memory of the whole file is occupied',
      reading: `while ${sizeInWords(FILE_BYTES)} are read, the event loop turns ${asyncTurns < 10 ? asyncTurns : 'at least 10'} times with readFile(), ${syncTurns} times with readFileSync()`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    record('asyncTurns', await countTurns(() => readFile(path)));
    record('syncTurns', await countTurns(() => readFileSync(path)));
  },
});

/** How often the event loop turns before `read` has its result. */
async function countTurns(read: () => Buffer | Promise<Buffer>): Promise<number> {
  let turns = 0;
  let content: Buffer | undefined;
  const isRead = Promise.resolve(read()).then((whole) => {
    content = whole;
  });
  await Promise.resolve();
  while (content === undefined) {
    await nextTurn();
    if (content === undefined) turns += 1;
  }
  await isRead;
  if (content.length !== FILE_BYTES) throw new Error(`${content.length} bytes were read`);
  return turns;
}
