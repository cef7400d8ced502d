/** One comparison of the gate's subject with itself: the same pairs, rules and confirmation as in `ab`. */
import { pathToFileURL } from 'node:url';
import { type DescribedScenario, describeScenarios } from '../catalogue/describe-scenarios.ts';
import { compareReports } from '../compare/compare-reports.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { makeReport, NO_REQUEST } from '../measure/make-report.ts';
import { measurePairs } from '../measure/measure-pairs.ts';
import { countNeeded, findMinPairs, findUnconfirmed } from '../measure/pair-rules.ts';
import type { MetricClass } from '../metrics.ts';
import { compiled } from '../package-root.ts';
import { planCases } from '../plan/plan-cases.ts';
import type { PairedSubject } from '../plan/plan-pairs.ts';
import { STABLE_INTERVAL_MS, type Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import { describeMeasured, findCaps } from '../prepare/prepare.ts';
import type { CaseResult, NodeEnvironment, Report } from '../result.ts';
import { makeRunner } from '../runner/make-runner.ts';
import type { Sides } from '../sides.ts';
import { probeNode } from '../toolchain/node/probe-node.ts';
import type { Fault } from './gate-subject.ts';

const TIMEOUT_MS = 60 * 1000;
/** Growth takes five volumes of it, the largest of them this. */
const GROWTH_VOLUME_BYTES = 4 * 1024 * 1024;
/** What 20 % more time is to be seen by. */
const MAX_PAIRS = 30;

export interface SubjectComparison {
  /** What is wrong with B; A is without fault. */
  readonly fault: Fault;
  readonly classes: ReadonlySet<MetricClass>;
  /** Draws the order of the runs. */
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Loads the subject once; what it returns compares it as often as is wanted. Rejects with the signal's reason. */
export async function loadSubject(): Promise<(requested: SubjectComparison) => Promise<ReportComparison>> {
  const url = pathToFileURL(compiled('harness/gate-trials/gate-subject.js')).href;
  const [scenario] = await describeScenarios([{ source: url, url }]);
  if (scenario === undefined) throw new RangeError('the subject of the gate is not there');
  const node = probeNode(process.execPath, []);
  return (requested) => compareSubject(scenario, node, requested);
}

async function compareSubject(
  scenario: DescribedScenario,
  node: NodeEnvironment,
  { fault, classes, seed, signal }: SubjectComparison,
): Promise<ReportComparison> {
  const caps = findCaps({ maxMemoryBytes: undefined, timeoutMs: TIMEOUT_MS });
  const environment = describeMeasured([node], [], caps, {});
  const makeSide = (name: 'a' | 'b', withFault: Fault): Subject => ({
    case: planOne(scenario, withFault),
    execPath: node.execPath,
    node: node.node,
    side: { name, nodeFlags: [], isCheckedOut: false },
  });
  const subject: PairedSubject = { a: makeSide('a', 'none'), b: makeSide('b', fault) };
  const makeRun = makeRunner({
    ...caps,
    flags: [],
    sampleIntervalMs: STABLE_INTERVAL_MS,
    environmentVariables: [],
    signal,
    onRss: () => {},
    onSample: () => {},
  });
  const invocation = {
    ...{ id: `seed-${seed}`, startedAt: new Date().toISOString(), seed, argv: [], nodePaths: [] },
    request: NO_REQUEST,
  };
  const reportOn = (results: Sides<readonly CaseResult[]>): Sides<Report> => {
    const report = (name: 'a' | 'b', label: string): Report =>
      makeReport(invocation, {
        environment,
        results: results[name],
        complete: true,
        side: { name, label },
      });
    return { a: report('a', 'none'), b: report('b', fault) };
  };
  let index = 0;
  const results = await measurePairs([subject], {
    minPairs: findMinPairs({ classes, minPairs: undefined, maxPairs: MAX_PAIRS }),
    maxPairs: MAX_PAIRS,
    countNeeded: (kind, runs) => countNeeded(kind, runs, { classes, caseCount: 1 }),
    findUnconfirmed: (found) => findUnconfirmed(reportOn(found)),
    growth: classes.has('growth'),
    sizes: { growthVolumeBytes: GROWTH_VOLUME_BYTES },
    stableIntervalMs: STABLE_INTERVAL_MS,
    random: makeRandom(seed),
    runOne: (planned) => makeRun(planned, index++),
    // Nothing is shown of how long it takes.
    chanceOfFinding: () => 0,
    onForecast: () => {},
    onMore: () => {},
    onDone: () => {},
  });
  signal.throwIfAborted();
  const { a, b } = reportOn(results);
  return compareReports(a, b, { classes });
}

function planOne(scenario: DescribedScenario, fault: Fault) {
  const [one] = planCases([scenario], { parameterValues: new Map([['fault', [fault]]]), matrix: false });
  if (one === undefined) throw new RangeError(`the subject has no case of ${fault}`);
  return one;
}
