import { once } from 'node:events';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const HIGH_WATER_MARK = 64 * KiB;
const ROUNDS = 10;

export default defineScenario({
  name: 'drain-only-after-false',
  claim: {
    statement: "'drain' is emitted only if a write() has returned false before.",
    source: ['003'],
    rule: ({ recorded: { drainsAfterTrue = 0, drainsAfterFalse = 0 } }) => ({
      verdict: drainsAfterTrue === 0 ? 'true' : 'false',
      reading: `the buffer emptied ${ROUNDS} times after write() had returned true, with ${drainsAfterTrue} 'drain' events, and ${ROUNDS} times after false, with ${drainsAfterFalse}`,
    }),
  },
  async run({ record, signal }) {
    let drains = 0;
    const sink = slowSink({ highWaterMark: HIGH_WATER_MARK });
    sink.on('drain', () => {
      drains += 1;
    });
    for (let round = 0; round < ROUNDS; round += 1) {
      if (!sink.write(Buffer.alloc(1 * KiB))) throw new Error('write() returned false');
      while (sink.writableLength > 0) await turnLoop(1, signal);
    }
    await turnLoop(2, signal);
    record('drainsAfterTrue', drains);

    for (let round = 0; round < ROUNDS; round += 1) {
      if (sink.write(Buffer.alloc(HIGH_WATER_MARK))) throw new Error('write() returned true');
      await once(sink, 'drain', { signal });
    }
    record('drainsAfterFalse', drains);
  },
});
