import { getHeapSpaceStatistics } from 'node:v8';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'heap-two-parts',
  claim: {
    statement: 'V8 divides its heap into two parts, the young and the old generation.',
    source: ['002'],
    rule: ({ recorded: { spaces = 0, young = 0, readOnly = 0 } }) => ({
      verdict: spaces > 2 ? 'false' : 'true',
      reading: `v8.getHeapSpaceStatistics() lists ${spaces} spaces: ${young} for young objects, and ${readOnly} that is read-only, and so of neither generation`,
    }),
  },
  run({ record }) {
    const names = getHeapSpaceStatistics().map(({ space_name: name }) => name);
    record('spaces', names.length);
    record('young', names.filter((name) => name.startsWith('new_')).length);
    record('readOnly', names.filter((name) => name === 'read_only_space').length);
  },
});
