import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

const HIGH_WATER_MARK = 1 * KiB;

export default defineScenario({
  name: 'write-false-exceeds-hwm',
  claim: {
    statement: 'write() returns false when the buffer exceeds highWaterMark.',
    source: ['000', '003'],
    rule: ({ recorded: { isFalseBelow = 0, isFalseAt = 0, isFalseAbove = 0 } }) => ({
      verdict: !isFalseAbove || isFalseBelow ? 'false' : isFalseAt ? 'partly' : 'true',
      condition: 'it returns false already when the buffer reaches highWaterMark, before it exceeds it',
      reading: `at a highWaterMark of ${HIGH_WATER_MARK} bytes write() returns ${!isFalseBelow} with 1023 bytes buffered, ${!isFalseAt} with 1024, ${!isFalseAbove} with 1025`,
    }),
  },
  run({ record }) {
    const isFalseWith = (bytes: number) => Number(!stalledSink(HIGH_WATER_MARK).write(Buffer.alloc(bytes)));
    record('isFalseBelow', isFalseWith(HIGH_WATER_MARK - 1));
    record('isFalseAt', isFalseWith(HIGH_WATER_MARK));
    record('isFalseAbove', isFalseWith(HIGH_WATER_MARK + 1));
  },
});
