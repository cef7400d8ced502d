import { defineScenario } from '../../../harness/scenario.ts';

const COUNT = 10_000;
const SIZE = 100;

export default defineScenario({
  name: 'pool-avoids-os-calls',
  claim: {
    statement: 'The pool reduces the number of allocations: not every small Buffer needs one of its own.',
    source: ['001'],
    rule: ({ recorded: { pooled = 0, own = 0 } }) => ({
      verdict: pooled * 10 < own ? 'true' : 'false',
      reading: `${COUNT} Buffers of ${SIZE} bytes took ${pooled} allocations with allocUnsafe(), and ${own} with allocUnsafeSlow()`,
    }),
  },
  run({ record }) {
    record(
      'pooled',
      countAllocations(() => Buffer.allocUnsafe(SIZE)),
    );
    record(
      'own',
      countAllocations(() => Buffer.allocUnsafeSlow(SIZE)),
    );
  },
});

/** How many different ArrayBuffers the Buffers are views of. */
const countAllocations = (make: () => Buffer) =>
  new Set(Array.from({ length: COUNT }, () => make().buffer)).size;
