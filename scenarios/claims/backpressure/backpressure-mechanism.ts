import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { slowSink } from '../../support/slow-sink.ts';

const CHUNKS = 100;

export default defineScenario({
  name: 'backpressure-mechanism',
  claim: {
    statement:
      'Backpressure is the mechanism by which a Writable tells its producer to slow down to the pace of the consumer.',
    source: ['003'],
    rule: ({ recorded: { fastSinkTurns = 0, slowSinkTurns = 0, falses = 0 } }) => ({
      verdict: falses > 0 && slowSinkTurns > 5 * fastSinkTurns ? 'true' : 'false',
      reading: `a producer that waits for 'drain' makes ${CHUNKS} chunks in ${fastSinkTurns} turns of the event loop if the sink takes one turn per chunk, in ${slowSinkTurns} if it takes ten; write() returned false ${falses} times`,
    }),
  },
  async run({ record, signal }) {
    const fast = await produce(1, signal);
    const slow = await produce(10, signal);
    record('fastSinkTurns', fast.turns);
    record('slowSinkTurns', slow.turns);
    record('falses', fast.falses + slow.falses);
  },
});

/** Produces chunks for a sink, and counts the turns of the event loop until the last one was written. */
async function produce(
  turnsPerChunk: number,
  signal: AbortSignal,
): Promise<{ turns: number; falses: number }> {
  const sink = slowSink({ highWaterMark: 16 * KiB, turnsPerChunk });
  let turns = 0;
  let turning = setImmediate(function turn() {
    turns += 1;
    turning = setImmediate(turn);
  });
  let falses = 0;
  for (let index = 0; index < CHUNKS; index += 1) {
    if (sink.write(Buffer.alloc(4 * KiB))) continue;
    falses += 1;
    await once(sink, 'drain', { signal });
  }
  clearImmediate(turning);
  const producedIn = turns;
  sink.end();
  await finished(sink, { signal });
  return { turns: producedIn, falses };
}
