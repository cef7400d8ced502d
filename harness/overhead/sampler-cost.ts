/** How much speed the sampler costs a pipe that respects backpressure, by the CPU time of its thread. */
import { type Figure, medianFigure, type Target } from './figure.ts';
import { measurePairs, speedRatios } from './pairs.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Effort, Section } from './section.ts';

const MIN_RATIO = 0.985;

export const samplerCost: Section = {
  name: 'sampler-cost',
  title: 'Speed of a pipe with the sampler, relative to without, by CPU of the main thread',
  measure: async ({ isQuick, random }) => {
    const makeRun = await openScenario('harness/overhead/fixtures/main-thread-cpu.js');
    const effort = { random, pairs: isQuick ? 10 : 100 };
    return [
      await measureRatio(makeRun, 20, effort, { atLeast: MIN_RATIO }),
      await measureRatio(makeRun, 1, effort),
    ];
  },
};

async function measureRatio(
  makeRun: MakeRun,
  sampleIntervalMs: number,
  { random, pairs }: Pick<Effort, 'random'> & { readonly pairs: number },
  target?: Target,
): Promise<Figure> {
  const readCpu = async (sampled: { readonly sampleIntervalMs?: number }): Promise<number> =>
    requireFigure('mainThreadCpuMs', (await makeRun(sampled)).recorded?.mainThreadCpuMs);
  const measured = await measurePairs({
    count: pairs,
    random,
    without: () => readCpu({}),
    with: () => readCpu({ sampleIntervalMs }),
  });
  const name = `ratio at ${sampleIntervalMs} ms`;
  return medianFigure({ name, unit: 'ratio', ...(target && { target }) }, speedRatios(measured));
}
