/** The trials of the gate: which comparisons each makes, and which verdicts are expected. */

import type { GateSelftestOptions, TrialName } from '../command-line/gate-selftest.ts';
import type { ComparisonVerdict } from '../compare/verdict.ts';
import { METRIC_CLASSES, type MetricClass } from '../metrics.ts';
import type { Fault } from './gate-subject.ts';

export interface Trial {
  /** As `--only` names it. */
  readonly name: TrialName;
  readonly title: string;
  /** The faults that B has, one per comparison, in turn. */
  readonly faults: readonly Fault[];
  readonly classes: readonly MetricClass[];
  readonly comparisons: number;
  /** Whether another process keeps a core busy during the comparisons. */
  readonly hasBackgroundLoad: boolean;
  /** What the verdicts must be. */
  readonly target: Target;
}

export interface Target {
  /** The share of regressions, short enough for the gate table to fit into 80 columns. */
  readonly text: string;
  readonly isReached: (counts: VerdictCounts) => boolean;
}

/** How often each verdict was given. */
export type VerdictCounts = Readonly<Record<ComparisonVerdict, number>>;

const MAX_FALSE_ALARMS = 0.01;

export const totalOf = (counts: VerdictCounts): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

const falseAlarms = (hasBackgroundLoad: boolean, comparisons: number): Trial => ({
  name: hasBackgroundLoad ? 'background-load' : 'alone',
  title: `no fault, ${hasBackgroundLoad ? 'busy' : 'alone'}`,
  faults: ['none'],
  classes: METRIC_CLASSES,
  comparisons,
  hasBackgroundLoad,
  target: {
    text: `≤ ${100 * MAX_FALSE_ALARMS} %`,
    isReached: (counts) => counts.regression <= MAX_FALSE_ALARMS * totalOf(counts),
  },
});

const caught = (
  name: TrialName,
  title: string,
  faults: readonly Fault[],
  classes: readonly MetricClass[],
  comparisons: number,
  share: number,
): Trial => ({
  name,
  title,
  faults,
  classes,
  comparisons,
  hasBackgroundLoad: false,
  target: {
    text: `${share < 1 ? '≥ ' : ''}${100 * share} %`,
    isReached: (counts) => counts.regression >= share * totalOf(counts),
  },
});

/** Where the fault is not always detected, the verdict must be inconclusive, and never pass. */
const caughtOrOpen = (trial: Trial): Trial => ({
  ...trial,
  target: {
    text: `${trial.target.text}, no pass`,
    isReached: (counts) => trial.target.isReached(counts) && counts.pass + counts.improvement === 0,
  },
});

/** The requested trials; `quick` makes only a few comparisons of each. */
export const listTrials = ({
  quick,
  only,
  comparisons,
}: Pick<GateSelftestOptions, 'quick' | 'only' | 'comparisons'>): Trial[] =>
  listAll(quick)
    .filter(({ name }) => only.has(name))
    .map((trial) => ({ ...trial, comparisons: comparisons ?? trial.comparisons }));

function listAll(isQuick: boolean): Trial[] {
  const [alone, exact, growth, memory, time] = isQuick ? [1, 3, 1, 2, 1] : [200, 75, 25, 40, 40];
  return [
    falseAlarms(false, alone),
    falseAlarms(true, alone),
    caught(
      'exact',
      'exact faults',
      ['doubled-high-water-mark', 'one-ignored-drain', 'leaked-slabs'],
      ['exact'],
      exact,
      1,
    ),
    caught('growth', 'growth alone', ['every-drain-ignored'], ['growth'], growth, 1),
    caught('memory', '5 % more memory', ['more-memory'], ['memory'], memory, 0.95),
    caughtOrOpen(caught('time', '20 % more time', ['more-time'], ['time'], time, 0.9)),
  ];
}
