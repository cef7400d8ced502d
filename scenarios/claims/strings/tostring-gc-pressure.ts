import { defineScenario } from '../../../harness/scenario.ts';
import { countCollections } from '../../support/claims/count-collections.ts';

const CHUNKS = 4000;

export default defineScenario({
  name: 'tostring-gc-pressure',
  claim: {
    statement: 'Converting chunks to strings in a loop causes more garbage collections.',
    source: ['001'],
    rule: ({ recorded: { plain = 0, converted = 0 } }) => ({
      verdict: converted > 2 * plain && converted > 2 ? 'true' : 'false',
      reading: `${CHUNKS} chunks of 64 KiB caused ${converted > 2 * plain ? 'more than twice as many' : 'no more'} collections when each was converted to a string`,
    }),
  },
  async run({ record }) {
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let found = 0;
    const [ofBytes, ofStrings] = [
      await countCollections(() => {
        for (let n = 0; n < CHUNKS; n += 1) found += chunk.indexOf(n & 63);
      }),
      await countCollections(() => {
        for (let n = 0; n < CHUNKS; n += 1) found += chunk.toString('latin1').indexOf(String(n));
      }),
    ];
    if (found === 0) throw new Error('nothing was searched');
    record('plain', ofBytes.minor + ofBytes.major);
    record('converted', ofStrings.minor + ofStrings.major);
  },
});
