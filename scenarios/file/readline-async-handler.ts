import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { count, defineScenario } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { oneAtATime } from '../support/streams/one-at-a-time.ts';
import { writeLines } from '../support/text/lines-file.ts';

export default defineScenario({
  name: 'readline-async-handler',
  title: "Attaches an async 'line' handler to readline",
  about: {
    what: "Reads a file line by line, and stores each line in an async 'line' handler, over a connection that stores one line after another.",
    why: "An emitter ignores the promise of its listener, so readline reads the file to its end while the first lines are still being stored. If the handler throws, the rejection is unhandled and ends the process. 'close' comes before the lines are stored.",
    expect: 'Nearly all lines of the file are in memory at once.',
  },
  tags: ['file', 'readline', 'async', 'backpressure', 'wrong'],
  pairedWith: 'readline-for-await',
  parameters: { lines: count([8192]) },
  expect: {
    checks: ({ parameters: { lines }, recorded }) => ({
      'every line is stored': recorded.storedLines === lines,
      'more than three quarters of the lines are in memory at once':
        (recorded.maxInFlight ?? 0) > 0.75 * lines,
      "lines are still being stored at 'close'": (recorded.unfinishedAtClose ?? 0) > 0,
    }),
  },
  setup: ({ parameters: { lines }, tempDir }) => writeLines(tempDir, lines),
  async run({ prepared: path, record, signal }) {
    const inFlight = countInFlight(record);
    const store = oneAtATime();
    const file = await open(path);
    const reader = file.readLines();
    reader.on('line', async (line) => {
      inFlight.add(line);
      await store.add(signal); // BUG: nobody waits for this
      inFlight.remove(line);
    });
    await once(reader, 'close', { signal });
    record('unfinishedAtClose', inFlight.count());
    await store.whenIdle();
    record('storedLines', store.stored());
  },
});
