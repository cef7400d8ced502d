/** A runner whose truth is known: for tests of the policy of `tune`, with a clock of its own. */
import { makeRandom } from '../plan/random.ts';
import type { TuneTools } from '../tune/tune.ts';

export interface Truth {
  /** How long a run at a value takes on a quiet machine. */
  readonly durationMs: (value: number) => number;
  /** What it buffers; undefined if nothing is counted. */
  readonly peakBytes?: (value: number) => number | undefined;
  readonly liveBytes?: (value: number) => number;
  readonly cpuMs?: (value: number) => number;
  readonly failsAt?: (value: number) => boolean;
  /** The standard deviation of the logarithm of a duration. */
  readonly noise?: number;
  /** How often something else runs on the machine, and how much slower a run is then, at most. */
  readonly busy?: { readonly chance: number; readonly slower: number };
}

const OVERHEAD_MS = 120;
const VOLUME_BYTES = 32 * 1024 ** 2;

export interface Simulation extends TuneTools {
  readonly values: number[];
}

export function simulate(truth: Truth, seed: number): Simulation {
  const random = makeRandom(seed);
  const values: number[] = [];
  let nowMs = 0;
  const disturb = (): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const { chance, slower } = truth.busy ?? { chance: 0, slower: 0 };
    return Math.exp((truth.noise ?? 0) * normal) * (random() < chance ? 1 + slower * random() : 1);
  };
  return {
    values,
    now: () => nowMs,
    random,
    measureLive: async (value) => truth.liveBytes?.(value),
    measure: async (value) => {
      values.push(value);
      if (truth.failsAt?.(value) === true) return { state: 'failed', reason: 'crashed' };
      const durationMs = truth.durationMs(value) * disturb();
      const wallMs = durationMs + OVERHEAD_MS;
      nowMs += wallMs;
      const peakBufferedBytes = truth.peakBytes === undefined ? value : truth.peakBytes(value);
      return {
        state: 'measured',
        throughput: (1000 * VOLUME_BYTES) / durationMs,
        wallMs,
        ...(truth.cpuMs !== undefined && { cpuMs: truth.cpuMs(value) }),
        ...(peakBufferedBytes !== undefined && { peakBufferedBytes }),
      };
    },
  };
}
