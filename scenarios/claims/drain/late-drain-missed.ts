import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const CHUNKS = 10;

export default defineScenario({
  name: 'late-drain-missed',
  claim: {
    statement:
      "A 'drain' listener that is added after the loop of writes may miss the event, because the buffer has drained already.",
    source: ['003'],
    rule: ({ recorded: { sameTurn = 0, laterTurn = 0 } }) => ({
      verdict: sameTurn === 0 ? 'true' : laterTurn === 0 ? 'partly' : 'false',
      condition:
        'if the program awaits something between the loop and the listener; in the same turn of the event loop it misses nothing',
      reading: `added right after ${CHUNKS} writes, the listener heard 'drain' ${times(sameTurn)}; added once the buffer was empty, ${times(laterTurn)}`,
    }),
  },
  async run({ record, signal }) {
    record('sameTurn', await countDrains(false, signal));
    record('laterTurn', await countDrains(true, signal));
  },
});

async function countDrains(waitsFirst: boolean, signal: AbortSignal): Promise<number> {
  let drains = 0;
  const sink = slowSink({ highWaterMark: 16 * KiB });
  for (let index = 0; index < CHUNKS; index += 1) sink.write(Buffer.alloc(16 * KiB)); // returns false
  if (waitsFirst) await emptied();
  sink.on('drain', () => {
    drains += 1;
  });
  await emptied();
  return drains;

  async function emptied() {
    while (sink.writableLength > 0) await turnLoop(1, signal);
    await turnLoop(2, signal); // 'drain' is emitted by now
  }
}

const times = (count: number) => (count === 1 ? 'once' : `${count} times`);
