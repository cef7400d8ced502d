import { defineScenario } from '../../../harness/scenario.ts';
import { makeGarbage } from '../../support/claims/make-garbage.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const CHUNK = 1024 * 1024;

export default defineScenario({
  name: 'freed-not-immediately',
  claim: {
    statement: 'The memory of a Buffer that is dropped may not be freed at once, so that large ones add up.',
    source: ['001'],
    measured: ['peakBytes'],
    rule: ({ recorded: { peakBytes = 0 } }) => ({
      verdict: peakBytes > 8 * CHUNK ? 'true' : 'false',
      reading: `of Buffers of ${sizeInWords(CHUNK)} of which only one was in use at a time, up to ${sizeInWords(peakBytes)} were there at once`,
    }),
  },
  async run({ record }) {
    record('peakBytes', (await makeGarbage(512 * CHUNK, CHUNK)).peakBytes);
  },
});
