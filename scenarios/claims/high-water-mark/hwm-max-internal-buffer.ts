import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

const HIGH_WATER_MARK = 16 * KiB;

export default defineScenario({
  name: 'hwm-max-internal-buffer',
  claim: {
    statement: 'highWaterMark is the maximum of the internal buffer, at which backpressure begins.',
    source: ['000'],
    rule: ({ recorded: { lowestAtFalse = 0, highestAtTrue = 0, highestBytes = 0 } }) => {
      const isThreshold = highestAtTrue < HIGH_WATER_MARK && lowestAtFalse >= HIGH_WATER_MARK;
      const isMaximum = highestBytes <= HIGH_WATER_MARK;
      return {
        verdict: isThreshold && isMaximum ? 'true' : isThreshold ? 'partly' : 'false',
        condition:
          'it is the threshold at which write() begins to return false, but no maximum: the buffer takes whatever is written',
        reading: `at ${sizeInWords(HIGH_WATER_MARK)} write() returned true up to ${highestAtTrue} bytes buffered, false from ${lowestAtFalse} bytes; up to ${sizeInWords(highestBytes)} were buffered`,
      };
    },
  },
  run({ record }) {
    const atTrue: number[] = [];
    const atFalse: number[] = [];
    for (const chunkBytes of [1, 1000, 8 * KiB, 100 * KiB]) {
      const sink = stalledSink(HIGH_WATER_MARK);
      let isBelow = true;
      while (isBelow) {
        isBelow = sink.write(Buffer.alloc(chunkBytes));
        (isBelow ? atTrue : atFalse).push(sink.writableLength);
      }
    }
    record('highestAtTrue', Math.max(...atTrue));
    record('lowestAtFalse', Math.min(...atFalse));
    record('highestBytes', Math.max(...atFalse));
  },
});
