import { defineScenario } from '../../../harness/scenario.ts';
import { makeGarbage } from '../../support/claims/make-garbage.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const TOTAL = 1024 * 1024 * 1024;
const CHUNK = 64 * 1024;

export default defineScenario({
  name: 'external-not-managed-by-gc',
  claim: {
    statement: 'External memory is not managed by the garbage collector.',
    source: ['001'],
    measured: ['peakBytes'],
    rule: ({ recorded: { collections = 0, peakBytes = 0 } }) => ({
      verdict: collections > 0 && peakBytes < TOTAL / 2 ? 'false' : 'true',
      reading: `while ${sizeInWords(TOTAL)} of Buffers were made and dropped, V8 collected ${collections > 0 ? 'by itself' : 'nothing'}, and no more than ${sizeInWords(peakBytes)} were there at once`,
    }),
  },
  async run({ record }) {
    const garbage = await makeGarbage(TOTAL, CHUNK);
    record('collections', garbage.minor + garbage.major);
    record('peakBytes', garbage.peakBytes);
  },
});
