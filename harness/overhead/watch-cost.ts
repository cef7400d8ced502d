/** What watch() and a second set of observers add to each write. Informational: it is the same in every run. */
import { type Figure, medianFigure } from './figure.ts';
import { differences, measurePairs } from './pairs.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Effort, Section } from './section.ts';

export const watchCost: Section = {
  name: 'watch-cost',
  title: 'Cost of a write(), and what watching it adds',
  measure: async (effort) => {
    const makeRun = await openScenario('harness/overhead/fixtures/many-writes.js');
    return [
      ...(await measureAddition(makeRun, 'watch', effort)),
      ...(await measureAddition(makeRun, 'observers', effort)),
    ];
  },
};

async function measureAddition(
  makeRun: MakeRun,
  added: 'watch' | 'observers',
  { isQuick, random }: Effort,
): Promise<Figure[]> {
  const readCost = async (parameters: { readonly added: string }): Promise<number> =>
    requireFigure('nsPerWrite', (await makeRun({ parameters })).recorded?.nsPerWrite);
  const pairs = await measurePairs({
    count: isQuick ? 3 : 15,
    random,
    without: () => readCost({ added: 'nothing' }),
    with: () => readCost({ added }),
  });
  const bare = pairs.map((pair) => pair.without);
  const name = added === 'watch' ? 'watch() adds' : 'a second set of observers';
  return [
    ...(added === 'watch' ? [medianFigure({ name: 'a write() in total', unit: 'ns' }, bare)] : []),
    medianFigure({ name, unit: 'ns' }, differences(pairs)),
  ];
}
