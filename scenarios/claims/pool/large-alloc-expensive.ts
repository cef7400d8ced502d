import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { interleavedTimes } from '../../support/claims/interleaved-times.ts';

const SMALL = 256;
const LARGE = 1 * MiB;

export default defineScenario({
  name: 'large-alloc-expensive',
  claim: {
    statement: 'Large Buffers are expensive to create, because each is allocated directly.',
    source: ['001'],
    measured: ['perBuffer', 'perByte', 'filling'],
    isTiming: true,
    rule: ({ recorded: { perBuffer = 0, perByte = 0, filling = 0 } }) => ({
      verdict: perBuffer < 4 ? 'false' : perByte < 1 ? 'partly' : 'true',
      condition: `one call takes longer, but a byte of a large Buffer takes less${filling > 2 ? ', and most of the time of alloc() is for the zeros, not for the allocation' : ''}`,
      reading: `allocUnsafe() takes ${perBuffer.toFixed(0)} times as long for 1 MiB as for ${SMALL} bytes, and ${perByte.toFixed(3)} times as long per byte; alloc(), which fills it with zeros, takes ${filling.toFixed(1)} times as long as that`,
    }),
  },
  run({ record }) {
    const [small = 0] = interleavedTimes([() => Buffer.allocUnsafe(SMALL)], 10_000);
    const [large = 0, filled = 0] = interleavedTimes(
      [() => Buffer.allocUnsafe(LARGE), () => Buffer.alloc(LARGE)],
      30,
    );
    record('perBuffer', large / small);
    record('perByte', large / LARGE / (small / SMALL));
    record('filling', filled / large);
  },
});
