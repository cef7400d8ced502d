import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const MAX_BYTES = 256 * KiB;

export default defineScenario({
  name: 'pool-threshold-8kb',
  claim: {
    statement: 'Buffers of up to 8 KiB come from the pool, larger ones are allocated on their own.',
    source: ['001'],
    rule: ({ recorded: { largestPooledBytes = 0, slabBytes = 0 } }) => ({
      verdict: largestPooledBytes === 8 * KiB ? 'true' : 'false',
      reading: `allocUnsafe() takes up to ${largestPooledBytes} bytes from the pool, ${largestPooledBytes < slabBytes / 2 ? 'less' : 'not less'} than half of a slab of ${sizeInWords(slabBytes)}`,
    }),
  },
  run({ record }) {
    const isPooled = (size: number) => Buffer.allocUnsafe(size).buffer.byteLength !== size;
    if (!isPooled(1) || isPooled(MAX_BYTES)) throw new Error('there is no largest size that is pooled');
    let [pooled, own] = [1, MAX_BYTES];
    while (own - pooled > 1) {
      const between = Math.floor((pooled + own) / 2);
      if (isPooled(between)) pooled = between;
      else own = between;
    }
    record('largestPooledBytes', pooled);
    record('slabBytes', Buffer.allocUnsafe(1).buffer.byteLength);
  },
});
