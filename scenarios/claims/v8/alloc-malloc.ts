import { defineScenario } from '../../../harness/scenario.ts';
import { runNode } from '../../support/claims/run-node.ts';

const READ = `
  const share = (buffer) => buffer.filter((byte) => byte === 0x5a).length / buffer.length;
  answer({ unsafe: share(Buffer.allocUnsafeSlow(100_000)), zero: share(Buffer.alloc(100_000)) });
`;

export default defineScenario({
  name: 'alloc-malloc',
  claim: {
    statement: 'The C++ side of Node gets the memory of Buffers by malloc() or new char[].',
    source: ['001'],
    rule: ({ recorded: { isGlibc = 0, filledUnsafe = 0, filledZero = 0 } }) =>
      isGlibc === 0
        ? { verdict: 'not tested', reading: 'only malloc() of glibc can be told to fill what it returns' }
        : {
            verdict:
              filledUnsafe > 0.9 && filledZero > 0.9 ? 'true' : filledUnsafe > 0.9 ? 'partly' : 'false',
            condition:
              'where the memory may have any content; alloc() gets memory that is 0 already, as from calloc()',
            reading: `where malloc() fills what it returns with 0x5a, allocUnsafeSlow() returns ${filledUnsafe > 0.9 ? 'that' : 'something else'} and alloc() ${filledZero > 0.9 ? 'that' : 'zeros'}`,
          },
  },
  run({ record }) {
    // glibc fills the memory of malloc() with the complement of this, and that of calloc() with 0.
    const { unsafe, zero } = runNode(READ, [], { ...process.env, MALLOC_PERTURB_: String(0xff - 0x5a) });
    const { header } = process.report.getReport() as { readonly header: object };
    record('isGlibc', Number('glibcVersionRuntime' in header));
    record('filledUnsafe', Number(unsafe));
    record('filledZero', Number(zero));
  },
});
