/** Which comparisons the gate is tried by, and what was said of them. */

import type { GateSelftestOptions, TrialName } from '../command-line/gate-selftest.ts';
import type { ComparisonVerdict } from '../compare/verdict.ts';
import type { MetricClass } from '../metrics.ts';
import type { Fault } from './gate-subject.ts';

export interface Trial {
  /** For `--only`. */
  readonly name: TrialName;
  readonly title: string;
  /** One after the other; B has the fault. */
  readonly faults: readonly Fault[];
  readonly classes: readonly MetricClass[];
  readonly comparisons: number;
  /** Another process keeps a core busy meanwhile. */
  readonly hasBackgroundLoad: boolean;
  /** What has to come out. */
  readonly target: Target;
}

export interface Target {
  readonly text: string;
  readonly isReached: (said: Said) => boolean;
}

/** How often each word was said. */
export type Said = Readonly<Record<ComparisonVerdict, number>>;

const EVERYTHING: readonly MetricClass[] = ['exact', 'growth', 'memory', 'time'];
const FALSE_ALARMS = 0.01;

export const totalOf = (said: Said): number => Object.values(said).reduce((sum, count) => sum + count, 0);

const falseAlarms = (hasBackgroundLoad: boolean, comparisons: number): Trial => ({
  name: hasBackgroundLoad ? 'background-load' : 'alone',
  title: `no fault, ${hasBackgroundLoad ? 'busy background load' : 'alone'}`,
  faults: ['none'],
  classes: EVERYTHING,
  comparisons,
  hasBackgroundLoad,
  target: {
    text: '≤ 1 % found',
    isReached: (said) => said.regression <= FALSE_ALARMS * totalOf(said),
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
    text: `${share < 1 ? '≥ ' : ''}${100 * share} % found`,
    isReached: (said) => said.regression >= share * totalOf(said),
  },
});

/** What is not seen for sure is left open: it is never passed. */
const caughtOrOpen = (trial: Trial): Trial => ({
  ...trial,
  target: {
    text: `${trial.target.text}, never pass`,
    isReached: (said) => trial.target.isReached(said) && said.pass + said.improvement === 0,
  },
});

/** Those that were requested; `quick` is a few comparisons of each, for every change. */
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
      'counted faults',
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
