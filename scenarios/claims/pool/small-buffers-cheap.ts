import { defineScenario } from '../../../harness/scenario.ts';
import { interleavedTimes } from '../../support/claims/interleaved-times.ts';

const SIZE = 100;

export default defineScenario({
  name: 'small-buffers-cheap',
  claim: {
    statement: 'Many small Buffers are cheap to create, thanks to the pool.',
    source: ['001'],
    measured: ['ratio'],
    isTiming: true,
    rule: ({ recorded: { ratio = 0, pooledNs = 0 } }) => ({
      verdict: ratio >= 1.5 ? 'true' : 'false',
      reading: `a Buffer of ${SIZE} bytes takes ${pooledNs.toFixed(0)} ns from the pool, and ${ratio.toFixed(1)} times as long without it`,
    }),
  },
  run({ record }) {
    const [pooled = 0, own = 0] = interleavedTimes(
      [() => Buffer.allocUnsafe(SIZE), () => Buffer.allocUnsafeSlow(SIZE)],
      10_000,
    );
    record('pooledNs', pooled);
    record('ratio', own / pooled);
  },
});
