import { defineScenario } from '../../../harness/scenario.ts';
import { dirtyMemory } from '../../support/claims/dirty-memory.ts';

const COUNT = 200;
const SIZE = 4096;

export default defineScenario({
  name: 'buffer-alloc-zero',
  claim: {
    statement: 'Buffer.alloc() fills memory with zeros, and Buffer.allocUnsafe() does not.',
    source: ['002'],
    rule: ({ recorded: { zeroed = 0, unsafe = 0 } }) => ({
      verdict: zeroed === 0 && unsafe > 0 ? 'true' : 'false',
      reading: `after old data had been freed, ${zeroed} of ${COUNT} Buffers of alloc() and ${unsafe} of allocUnsafe() had a byte that was not 0`,
    }),
  },
  async run({ record }) {
    const isDirty = (buffer: Buffer) => buffer.some((byte) => byte !== 0);
    await dirtyMemory({ count: COUNT, size: SIZE, text: 'A' });
    record('zeroed', Array.from({ length: COUNT }, () => Buffer.alloc(SIZE)).filter(isDirty).length);
    await dirtyMemory({ count: COUNT, size: SIZE, text: 'A' });
    record('unsafe', Array.from({ length: COUNT }, () => Buffer.allocUnsafe(SIZE)).filter(isDirty).length);
  },
});
