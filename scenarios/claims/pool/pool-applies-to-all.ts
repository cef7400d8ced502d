import { defineScenario, KiB } from '../../../harness/scenario.ts';

const SIZE = 1 * KiB;

const WAYS = {
  alloc: () => Buffer.alloc(SIZE),
  allocUnsafeSlow: () => Buffer.allocUnsafeSlow(SIZE),
  allocUnsafe: () => Buffer.allocUnsafe(SIZE),
  'from a string': () => Buffer.from('x'.repeat(SIZE)),
  'from a Buffer': () => Buffer.from(Buffer.alloc(SIZE)),
  concat: () => Buffer.concat([Buffer.alloc(SIZE - 1), Buffer.alloc(1)]),
};

export default defineScenario({
  name: 'pool-applies-to-all',
  claim: {
    statement: 'Small Buffers come from the pool, those of Buffer.alloc() too.',
    source: ['001'],
    rule: ({ recorded }) => {
      const pooled = Object.keys(WAYS).filter((way) => recorded[way] === 1);
      const own = Object.keys(WAYS).filter((way) => recorded[way] === 0);
      return {
        verdict: recorded.alloc === 1 ? 'true' : 'false',
        reading: `at 1 KiB, from the pool: ${pooled.join(', ') || 'none'}; with memory of its own: ${own.join(', ') || 'none'}`,
      };
    },
  },
  run({ record }) {
    for (const [way, make] of Object.entries(WAYS)) {
      record(way, make().buffer.byteLength === SIZE ? 0 : 1);
    }
  },
});
