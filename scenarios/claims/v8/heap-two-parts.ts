import { getHeapSpaceStatistics } from 'node:v8';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'heap-two-parts',
  claim: {
    statement: 'V8 divides its heap into two parts, the young and the old generation.',
    source: ['002'],
    rule: ({ recorded: { spaces = 0 } }) => ({
      verdict: spaces > 2 ? 'false' : 'true',
      reading: `v8.getHeapSpaceStatistics() lists ${spaces} spaces`,
    }),
  },
  run({ record }) {
    record('spaces', getHeapSpaceStatistics().length);
  },
});
