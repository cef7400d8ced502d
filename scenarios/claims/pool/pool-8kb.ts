import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

export default defineScenario({
  name: 'pool-8kb',
  claim: {
    statement: 'The pool of Buffers is made of slabs of 8 KiB.',
    source: ['001'],
    rule: ({ recorded: { slabBytes = 0, poolSizeBytes = 0 } }) => ({
      // Some versions add 64 bytes, to align what is in it.
      verdict: Math.round(slabBytes / KiB) === 8 ? 'true' : 'false',
      reading: `a Buffer of 1 byte is a view of a slab of ${sizeInWords(slabBytes)}, and Buffer.poolSize is ${sizeInWords(poolSizeBytes)}`,
    }),
  },
  run({ record }) {
    const { buffer } = Buffer.allocUnsafe(1);
    if (buffer.byteLength === 1) throw new Error('Buffer.allocUnsafe(1) did not come from the pool');
    record('slabBytes', buffer.byteLength);
    record('poolSizeBytes', Buffer.poolSize);
  },
});
