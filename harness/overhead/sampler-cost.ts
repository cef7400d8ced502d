/** How much throughput the sampler costs a pipe that respects backpressure. */
import { MiB } from '../scenario.ts';
import { type Figure, medianFigure, type Target } from './figure.ts';
import { measurePairs, speedRatios } from './pairs.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Effort, Section } from './section.ts';

/** Runs take more than a second, so that the start of the sampler hardly counts. */
const VOLUME_BYTES = 4096 * MiB;
const MIN_RATIO = 0.985;

export const samplerCost: Section = {
  name: 'sampler-cost',
  title: 'Throughput of await-drain with the sampler, relative to without',
  measure: async ({ isQuick, random }) => {
    const makeRun = await openScenario('scenarios/writable/await-drain.js');
    const effort = { random, pairs: isQuick ? 5 : 25 };
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
  const parameters = { volume: VOLUME_BYTES };
  const measured = await measurePairs({
    count: pairs,
    random,
    without: async () => requireFigure('durationMs', (await makeRun({ parameters })).durationMs),
    with: async () =>
      requireFigure('durationMs', (await makeRun({ parameters, sampleIntervalMs })).durationMs),
  });
  const name = `ratio at ${sampleIntervalMs} ms`;
  return medianFigure({ name, unit: 'ratio', ...(target && { target }) }, speedRatios(measured));
}
