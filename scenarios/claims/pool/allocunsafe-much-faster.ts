import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { interleavedTimes } from '../../support/claims/interleaved-times.ts';

/** Many times as fast, to be called much faster. */
const MUCH = 2;

export default defineScenario({
  name: 'allocunsafe-much-faster',
  claim: {
    statement: 'Buffer.allocUnsafe() is much faster than Buffer.alloc().',
    source: ['002'],
    measured: ['tiny', 'small', 'large', 'filled'],
    isTiming: true,
    rule: ({ recorded: { tiny = 0, small = 0, large = 0, filled = 0 } }) => {
      const ratios = [tiny, small, large, filled];
      const isFaster = ratios.filter((ratio) => ratio >= MUCH).length;
      return {
        verdict: isFaster === ratios.length ? 'true' : isFaster > 0 ? 'partly' : 'false',
        condition:
          tiny < MUCH && small >= MUCH && large >= MUCH && filled < MUCH
            ? 'from some hundred bytes on, and if the program does not then write all of it'
            : `for ${isFaster} of these ${ratios.length} uses`,
        reading: `alloc() takes ${format(tiny)} times as long as allocUnsafe() for 32 bytes, ${format(small)} times for 256 bytes, ${format(large)} times for 1 MiB, and ${format(filled)} times if 64 KiB are then written`,
      };
    },
  },
  run({ record }) {
    record('tiny', compare(32, 10_000));
    record('small', compare(256, 10_000));
    record('large', compare(1 * MiB, 20));
    record(
      'filled',
      compare(64 * KiB, 50, (buffer) => buffer.fill(1)),
    );
  },
});

/** How many times as long alloc() takes. */
function compare(size: number, calls: number, use: (buffer: Buffer) => Buffer = (buffer) => buffer): number {
  const [unsafe = 0, zeroed = 0] = interleavedTimes(
    [() => use(Buffer.allocUnsafe(size)), () => use(Buffer.alloc(size))],
    calls,
  );
  return zeroed / unsafe;
}

const format = (ratio: number) => ratio.toFixed(1);
