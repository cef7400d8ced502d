/** Selects the counted figures for the catalogue page from the results of `run`. Pure. */
import { findMetric, METRICS, recordedNames } from '../harness/metrics.ts';
import type { CountedFigures } from '../harness/report/markdown/counted-figures.ts';
import { type CaseResult, endedAsExpected } from '../harness/result.ts';

/** V8 derives it from the memory of the machine. */
const OF_THE_MACHINE = new Set(['recorded.heapSizeLimitBytes']);

type Figures = Readonly<Record<string, number>>;

/**
 * The figures of each scenario that are the same in all of these invocations, on every Node that has what it needs, and
 * that make its point.
 */
export function selectCounted(invocations: readonly (readonly CaseResult[])[]): CountedFigures {
  const [first = {}, ...others] = invocations.flatMap(splitByNode).map(collectFigures);
  const repeated = others.reduce(intersect, first);
  const pairs = new Map(invocations.flat().map(({ scenario, pairedWith }) => [scenario, pairedWith]));
  const all: CountedFigures = Object.assign({}, ...others.reverse(), first);
  return mapValues(sortByName(repeated), (figures, scenario) =>
    selectFigures(figures, all[pairs.get(scenario) ?? '']),
  );
}

function splitByNode(results: readonly CaseResult[]): CaseResult[][] {
  return [...new Set(results.map(({ node }) => node))].map((node) =>
    results.filter((result) => result.node === node),
  );
}

/** The figures of the first case of each scenario, which has the default parameters: those that its runs agree on. */
export function collectFigures(results: readonly CaseResult[]): CountedFigures {
  const collected = new Map<string, Figures>();
  for (const result of results) {
    if (!collected.has(result.scenario)) collected.set(result.scenario, readFigures(result));
  }
  return sortByName(Object.fromEntries(collected));
}

const sortByName = (figures: CountedFigures): CountedFigures =>
  Object.fromEntries(Object.entries(figures).sort(([one], [other]) => (one < other ? -1 : 1)));

function readFigures(result: CaseResult): Figures {
  const runs = result.runs.filter((run) => run.kind === 'measure' && endedAsExpected(run, result));
  const counted = METRICS.filter(({ isCounted }) => isCounted).map(({ name }) => name);
  const figures: Record<string, number> = {};
  for (const name of [...counted, ...recordedNames(runs)]) {
    const [value, ...others] = new Set(runs.map((run) => findMetric(name)?.read(run)));
    if (value !== undefined && others.length === 0 && !OF_THE_MACHINE.has(name)) figures[name] = value;
  }
  return figures;
}

/** The figures that both agree on. A scenario that only one of them measured stays as it is. */
function intersect(one: CountedFigures, other: CountedFigures): CountedFigures {
  return mapValues({ ...other, ...one }, (figures, scenario) => {
    const others = other[scenario];
    return others === undefined
      ? figures
      : filterFigures(figures, (metric, value) => others[metric] === value);
  });
}

/**
 * What the scenario records, and its counters, except zeros: a zero is shown only where the other scenario of the pair
 * counts more. If that leaves nothing, all figures are shown.
 */
function selectFigures(figures: Figures, pair: Figures = {}): Figures {
  const significant = filterFigures(
    figures,
    (metric, value) =>
      metric.startsWith('recorded.') ||
      (metric !== 'bytesDelivered' && (value !== 0 || (pair[metric] ?? 0) !== 0)),
  );
  return Object.keys(significant).length > 0 ? significant : figures;
}

const mapValues = (
  byScenario: CountedFigures,
  change: (figures: Figures, scenario: string) => Figures,
): CountedFigures =>
  Object.fromEntries(
    Object.entries(byScenario).map(([scenario, figures]) => [scenario, change(figures, scenario)]),
  );

const filterFigures = (figures: Figures, isIn: (metric: string, value: number) => boolean): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([metric, value]) => isIn(metric, value)));
