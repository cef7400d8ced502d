import { open } from 'node:fs/promises';
import { count, defineScenario } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { oneAtATime } from '../support/streams/one-at-a-time.ts';
import { BLOCK_LINES, writeLines } from '../support/text/lines-file.ts';
import { turnLoop } from '../support/turn-loop.ts';

/** From how many queued lines on the iterator of readline pauses its input. */
const ITERATOR_LINES = 1024;

export default defineScenario({
  name: 'readline-for-await',
  title: 'Reads lines with for await',
  about: {
    what: 'Reads a file line by line with for await, and awaits the storing of each line.',
    why: 'The loop makes readline wait: its iterator pauses the input when more than 1024 lines are queued, until all of them have been taken; the chunk that was being split is still added as a whole. Start the loop in the same turn as readLines(): lines that come before it are lost, and the loop may never end. Leaving the loop early closes neither readline nor the file, although the manual says that it does: close the file in a finally block. The length of a line has no limit.',
    expect: 'About 1024 lines and those of one chunk are in memory at most, however long the file is.',
  },
  tags: ['file', 'readline', 'async', 'backpressure', 'right'],
  pairedWith: 'readline-async-handler',
  parameters: { lines: count([8192]) },
  expect: {
    checks: ({ parameters: { lines }, recorded }) => ({
      'every line is stored': recorded.storedLines === lines,
      'no more than 1024 lines and those of two chunks are in memory':
        (recorded.maxInFlight ?? lines) <= ITERATOR_LINES + 2 * BLOCK_LINES,
      'the file is open after leaving the loop': recorded.isOpenAfterBreak === 1,
      'and closed by finally': recorded.isOpenAtEnd === 0,
    }),
  },
  setup: ({ parameters: { lines }, tempDir }) => writeLines(tempDir, lines),
  async run({ prepared: path, record, signal }) {
    const inFlight = countInFlight(record);
    const store = oneAtATime();
    const file = await open(path);
    try {
      const reader = file.readLines();
      reader.on('line', (line) => inFlight.add(line)); // only counts what has been read
      for await (const line of reader) {
        await store.add(signal);
        inFlight.remove(line);
      }
    } finally {
      await file.close();
    }
    record('storedLines', store.stored());
    await readFirstLine(path, record);
  },
});

async function readFirstLine(path: string, record: (name: string, value: number) => void): Promise<void> {
  const file = await open(path);
  try {
    for await (const _line of file.readLines()) break;
    await turnLoop(10);
    record('isOpenAfterBreak', Number(file.fd !== -1));
  } finally {
    await file.close();
    record('isOpenAtEnd', Number(file.fd !== -1));
  }
}
