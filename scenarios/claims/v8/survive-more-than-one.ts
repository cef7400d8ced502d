import { getHeapSpaceStatistics } from 'node:v8';
import { defineScenario } from '../../../harness/scenario.ts';

/** They fit into half of the young generation. */
const KEPT = 5000;
const BYTES_EACH = 40;

export default defineScenario({
  name: 'survive-more-than-one',
  claim: {
    statement: 'Objects that survive more than one collection go to the old generation.',
    source: ['002'],
    rule: ({ recorded: { afterFirst = 0, afterSecond = 0 } }) => ({
      verdict: afterFirst < 0.5 && afterSecond > 0.5 ? 'true' : afterSecond > 0.5 ? 'partly' : 'false',
      condition: 'some after one already',
      reading: `of ${KEPT.toLocaleString('en-US')} new objects ${(100 * afterFirst).toFixed(0)} % were in the old generation after one minor collection, and ${(100 * afterSecond).toFixed(0)} % after two`,
    }),
  },
  run({ record }) {
    const collect = globalThis.gc as unknown as (options: { readonly type: 'minor' }) => void;
    collect({ type: 'minor' });
    collect({ type: 'minor' }); // what was there before is old
    const before = oldBytes();
    const kept: object[] = Array.from({ length: KEPT }, (_, n) => ({ n, one: n, two: n, three: n }));
    const share = () => Math.min(1, (oldBytes() - before) / (KEPT * BYTES_EACH));
    collect({ type: 'minor' });
    record('afterFirst', share());
    collect({ type: 'minor' });
    record('afterSecond', share());
    return kept;
  },
});

const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
