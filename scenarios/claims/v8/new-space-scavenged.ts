import { getHeapSpaceStatistics } from 'node:v8';
import { defineScenario } from '../../../harness/scenario.ts';
import { countCollections } from '../../support/claims/count-collections.ts';

const OBJECTS = 3_000_000;
const KEPT = 100_000;
/** At least: three words, and a place in the array. */
const BYTES_EACH = 20;
let latest: unknown;

export default defineScenario({
  name: 'new-space-scavenged',
  claim: {
    statement: 'New objects are often collected by scavenges, and those that survive are promoted.',
    source: ['002'],
    rule: ({ recorded: { minor = 0, major = 0, promoted = 0 } }) => ({
      verdict: minor === 0 || promoted < 0.5 ? 'false' : minor > 10 * major ? 'true' : 'partly',
      condition: 'together with many collections of the whole heap',
      reading: `${OBJECTS / 1e6} million objects that were dropped caused ${minor > 10 * major ? 'minor collections, and next to none of the whole heap' : 'collections of the whole heap as well'}; of those that were kept ${(100 * promoted).toFixed(0)} % were in the old generation afterwards`,
    }),
  },
  async run({ record }) {
    const { minor, major } = await countCollections(() => {
      for (let n = 0; n < OBJECTS; n += 1) latest = { n };
    });
    record('minor', minor);
    record('major', major);
    const before = oldBytes();
    const kept = Array.from({ length: KEPT }, (_, n) => ({ n }));
    const keptBytes = KEPT * BYTES_EACH;
    for (let n = 0; n < OBJECTS; n += 1) latest = { n };
    record('promoted', Math.min(1, (oldBytes() - before) / keptBytes));
    return [kept, latest];
  },
});

const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'old_space')?.space_used_size ?? 0;
