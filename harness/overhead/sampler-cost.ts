/** How much speed the sampler costs a pipe that respects backpressure, by the CPU time of its thread. */
import { type Figure, medianFigure } from './figure.ts';
import { INTERVALS, nameRatio, ROUNDS } from './fixtures/main-thread-cpu.ts';
import { openScenario, requireFigure } from './scenario-runs.ts';
import type { Section } from './section.ts';

const DEFAULT_INTERVAL_MS = 20;
const MIN_RATIO = 0.985;

export const samplerCost: Section = {
  name: 'sampler-cost',
  title: 'Speed of a pipe with the sampler, relative to without, by CPU of the main thread',
  measure: async ({ isQuick }) => {
    const makeRun = await openScenario('harness/overhead/fixtures/main-thread-cpu.js');
    const ratios = new Map<number, number[]>(INTERVALS.map((intervalMs) => [intervalMs, []]));
    for (let run = 0; run < (isQuick ? 1 : 10); run += 1) {
      const { recorded = {} } = await makeRun();
      for (const [intervalMs, values] of ratios)
        for (let round = 0; round < ROUNDS; round += 1) {
          const name = nameRatio(intervalMs, round);
          values.push(requireFigure(name, recorded[name]));
        }
    }
    return [...ratios].map(
      ([intervalMs, values]): Figure =>
        medianFigure(
          {
            ...{ name: `ratio at ${intervalMs} ms`, unit: 'ratio' },
            ...(intervalMs === DEFAULT_INTERVAL_MS && { target: { atLeast: MIN_RATIO } }),
          },
          values,
        ),
    );
  },
};
