import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

export default defineScenario({
  name: 'cannot-access-pool',
  claim: {
    statement: 'A program cannot access the pool of Buffers.',
    source: ['001'],
    rule: ({ recorded: { found = 0, isReached = 0, slabBytes = 0 } }) => ({
      verdict: isReached === 1 || slabBytes === 1 * MiB ? 'false' : 'true',
      reading: `the .buffer of a Buffer of 1 byte ${isReached === 1 ? 'is' : 'is not'} the slab, in which ${found} of 20 other small Buffers could be read; with Buffer.poolSize = 1 MiB a slab has ${sizeInWords(slabBytes)}`,
    }),
  },
  run({ record }) {
    const secrets = Array.from({ length: 20 }, (_, index) => Buffer.from(`password-${index};`));
    const slab = Buffer.from(Buffer.allocUnsafe(1).buffer).toString('latin1');
    const found = secrets.filter((secret) => slab.includes(secret.toString('latin1'))).length;
    record('found', found);
    record('isReached', found > 0 ? 1 : 0);

    Buffer.poolSize = 1 * MiB;
    const { buffer } = Buffer.allocUnsafe(1);
    while (Buffer.allocUnsafe(512).buffer === buffer);
    record('slabBytes', Buffer.allocUnsafe(1).buffer.byteLength);
  },
});
