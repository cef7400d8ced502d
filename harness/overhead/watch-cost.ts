/** What watch(), the meter and a second set of observers add to each write: the differences within a process. */
import { type Figure, medianFigure } from './figure.ts';
import { openScenario, requireFigure } from './scenario-runs.ts';
import type { Section } from './section.ts';

/** By the name under which the fixture records it. */
const FIGURES = [
  { recorded: 'ns of a write', name: 'a write() in total' },
  { recorded: 'ns by watch()', name: 'watch() adds', atMost: 25 },
  { recorded: 'ns by the meter', name: 'a meter that watches another stream', atMost: 5 },
  { recorded: 'ns by observers', name: 'a second set of observers' },
];

export const watchCost: Section = {
  name: 'watch-cost',
  title: 'Cost of a write(), and what watching it adds',
  measure: async ({ isQuick }) => {
    const makeRun = await openScenario('harness/overhead/fixtures/many-writes.js');
    const runs: Readonly<Record<string, number>>[] = [];
    while (runs.length < (isQuick ? 3 : 15)) runs.push((await makeRun()).recorded ?? {});
    return FIGURES.map(({ recorded, name, atMost }): Figure => {
      const values = runs.map((figures) => requireFigure(recorded, figures[recorded]));
      return medianFigure(
        { name, unit: 'ns', ...(atMost === undefined ? {} : { target: { atMost } }) },
        values,
      );
    });
  },
};
