/** Compares two stored reports: the same verdicts each time, bit for bit. */
import type { Axis } from '../case-key.ts';
import { type MetricClass, metricNamed } from '../metrics.ts';
import type { CaseResult, Report } from '../result.ts';
import { runtimeNameOf } from '../runtimes/runtime.ts';
import { mapSides, type SideName, type Sides } from '../sides.ts';
import { compareEnvironments, listMachineDifferences } from './compare-environments.ts';
import { compareExact } from './compare-exact.ts';
import { compareGrowth } from './compare-growth.ts';
import {
  describeInformational,
  informationalMetric,
  informationalRecorded,
} from './compare-informational.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import {
  comparePaired,
  findCandidate,
  type PairedCandidate,
  type PairedReports,
  type PairedResult,
} from './compare-paired.ts';
import { explainChange } from './matching/explain-change.ts';
import { findDifferingParameters, type MatchedCases, matchCases } from './matching/match-cases.ts';
import { pairByOrder } from './matching/pair-by-order.ts';
import { EXACT_RULES, INFORMATIONAL_METRICS, PAIRED_RULES, type PairedRule } from './metric-rules.ts';
import { environmentOf } from './same-machine.ts';
import { readFigures } from './side-figures.ts';
import {
  type CaseComparison,
  COMPARISON_SCHEMA_VERSION,
  type ComparedIdentity,
  type ComparisonVerdict,
  type ExactComparison,
  type GrowthComparison,
  type InformationalComparison,
  isGated,
  type MetricComparison,
  type MissingCase,
  type ReportComparison,
  type SideIdentity,
} from './verdict.ts';

export interface ComparisonOptions {
  /** What the sides differ in on purpose. By default it is derived, where the two are the sides of one invocation. */
  readonly differing?: readonly Axis[];
  /** Which classes are judged, by default all; other metrics are informational. How the runs ended is always judged. */
  readonly classes?: ReadonlySet<MetricClass>;
}

export function compareReports(a: Report, b: Report, options: ComparisonOptions = {}): ReportComparison {
  const areOneInvocation = areSidesOfOneInvocation(a, b);
  const intendedDifferences = new Set(options.differing ?? (areOneInvocation ? findAxes(a, b) : []));
  const environments = compareEnvironments(a, b, intendedDifferences);
  const matched = matchCases(a.results, b.results, intendedDifferences);
  const measured = matched.pairs.filter(isMeasured);
  const reasons =
    environments.reasons.length > 0 || measured.length > 0
      ? environments.reasons
      : ['no case was run on both sides'];
  const isComparable = reasons.length === 0;
  const cases = isComparable
    ? compareCases(measured, {
        classes: options.classes,
        areSeparateInvocations: !areOneInvocation,
        isComplete: a.complete && b.complete,
        listOtherMachine: (pair) =>
          listMachineDifferences(environmentOf(a, pair.a), environmentOf(b, pair.b)),
      })
    : [];
  const missing = isComparable ? listMissing(matched) : [];
  return {
    schemaVersion: COMPARISON_SCHEMA_VERSION,
    ...mapSides({ a, b }, identifySide),
    environmentDifferences: environments.differences,
    cases,
    missing,
    isComparable,
    reasons,
    verdict: isComparable ? decideVerdict(cases, missing) : 'not-comparable',
  };
}

/** Whether the two are of one invocation: runs of different invocations can share a pair number without being a pair. */
const areSidesOfOneInvocation = (a: Report, b: Report): boolean =>
  a.side !== undefined && b.side !== undefined && a.startedAt === b.startedAt && a.seed === b.seed;

/** Within one invocation every difference between the sides is intended. */
const findAxes = (a: Report, b: Report): Axis[] => [
  'node',
  'flags',
  ...findDifferingParameters(a.results, b.results),
];

type Pair = Sides<CaseResult>;

const isMeasured = ({ a, b }: Pair): boolean =>
  [...a.runs, ...b.runs].some(({ outcome }) => outcome.state !== 'aborted');

interface CaseRules extends PairedReports {
  readonly classes: ReadonlySet<MetricClass> | undefined;
  /** Fields in which the machines of a pair differ. */
  readonly listOtherMachine: (pair: Pair) => readonly string[];
}

/** The paired rule judges the metrics of all cases together, as one family. */
function compareCases(pairs: readonly Pair[], rules: CaseRules): CaseComparison[] {
  const candidates = pairs.map((pair) => findCandidates(pair, rules));
  const paired = comparePaired(candidates.flat());
  let decidedCount = 0;
  return pairs.map(({ a, b }, index) => {
    const own = candidates[index] ?? [];
    const decided = paired.slice(decidedCount, decidedCount + own.length);
    decidedCount += own.length;
    return {
      scenario: a.scenario,
      ...(a.file !== undefined && { file: a.file }),
      title: a.title,
      ...mapSides({ a, b }, identifyCase),
      metrics: compareMetrics({ a, b }, decided, rules),
    };
  });
}

const isJudged = (ofClass: MetricClass, { classes }: CaseRules): boolean => classes?.has(ofClass) ?? true;

function findCandidates(pair: Pair, rules: CaseRules): PairedCandidate[] {
  if (explainIncomparable(pair, rules) !== undefined) return [];
  const { a, b } = rules.areSeparateInvocations ? pairByOrder(pair.a, pair.b) : pair;
  return PAIRED_RULES.filter((rule) => isJudged(rule.class, rules))
    .map((rule) => findCandidate(a, b, rule, rules))
    .filter((candidate) => candidate !== undefined);
}

function explainUnpaired({ a, b }: Pair, { metric, minPairs }: PairedRule, rules: CaseRules): string {
  const incomparable = explainIncomparable({ a, b }, rules);
  if (incomparable !== undefined) return incomparable;
  if (!rules.areSeparateInvocations) return 'not run in pairs';
  const runs = Math.min(...[a, b].map((result) => readFigures(result, metricNamed(metric)).length));
  return `${runs} ${runs === 1 ? 'run' : 'runs'} per side: at least ${minPairs} are needed`;
}

/** Undefined where time and memory of the two can be compared. */
function explainIncomparable(
  { a, b }: Pair,
  { areSeparateInvocations, listOtherMachine }: CaseRules,
): string | undefined {
  const otherMachine = listOtherMachine({ a, b });
  if (otherMachine.length > 0) return `the machines differ: ${otherMachine.join(', ')}`;
  return areSeparateInvocations && a.node !== b.node
    ? `${runtimeNameOf(a.node) === undefined ? 'Node versions' : 'versions'} differ: ${a.node} and ${b.node}`
    : undefined;
}

function compareMetrics(
  { a, b }: Pair,
  paired: readonly PairedResult[],
  rules: CaseRules,
): MetricComparison[] {
  const unpaired = PAIRED_RULES.filter(({ metric }) => !paired.some((one) => one.metric === metric)).map(
    (rule) => {
      const why = isJudged(rule.class, rules) ? explainUnpaired({ a, b }, rule, rules) : NOT_REQUESTED;
      return describeInformational(a, b, informationalMetric(rule.metric), why);
    },
  );
  return [
    compareOutcomes(a, b),
    ...EXACT_RULES.map((rule) => judgeRequested('exact', compareExact(a, b, rule), rules)),
    judgeRequested('growth', compareGrowth(a, b), rules),
    ...paired,
    ...unpaired,
    ...INFORMATIONAL_METRICS.map((metric) =>
      describeInformational(a, b, informationalMetric(metric), NEVER_JUDGED),
    ),
    ...informationalRecorded(a, b).map((recorded) =>
      describeInformational(a, b, recorded, 'recorded by the scenario: no rule judges it'),
    ),
  ].filter((comparison) => comparison !== undefined);
}

const NOT_REQUESTED = 'not among the metrics to be judged';
const NEVER_JUDGED = 'varies too much to be judged';

/** As it was judged where its class was requested, and informational otherwise. */
function judgeRequested(
  ofClass: MetricClass,
  comparison: ExactComparison | GrowthComparison | InformationalComparison | undefined,
  rules: CaseRules,
): MetricComparison | undefined {
  if (comparison === undefined || isJudged(ofClass, rules)) return comparison;
  const { metric, unit, a, b, difference } = comparison;
  const figures = { metric, unit, a, b, difference };
  return { ...figures, class: 'informational', verdict: 'informational', reason: NOT_REQUESTED };
}

function listMissing({ pairs, onlyInA, onlyInB }: MatchedCases): MissingCase[] {
  const lacking = (
    side: SideName,
    results: readonly CaseResult[],
    explain: (one: CaseResult) => string,
  ): MissingCase[] =>
    results.map((one) => ({
      side,
      scenario: one.scenario,
      ...(one.file !== undefined && { file: one.file }),
      ...identifyCase(one),
      reason: explain(one),
    }));
  const explainLack = (one: CaseResult): string => {
    const change = explainChange(one, onlyInB);
    return change === undefined ? 'only in A' : `only in A: ${change}`;
  };
  const unmeasured = pairs.filter((pair) => !isMeasured(pair));
  return [
    ...lacking('b', onlyInA, explainLack),
    ...lacking('a', onlyInB, () => 'only in B'),
    ...lacking(
      'b',
      unmeasured.map(({ b }) => b),
      () => 'no run finished on either side',
    ),
  ];
}

/** The worst verdict; inconclusive is worse than an improvement. A case that only B has does not count. */
export function decideVerdict(
  cases: readonly CaseComparison[],
  missing: readonly MissingCase[],
): ComparisonVerdict {
  const gated = cases.flatMap(({ metrics }) => metrics.filter(isGated));
  const verdicts = new Set<ComparisonVerdict>(gated.map(({ verdict }) => verdict));
  if (missing.some(({ side }) => side === 'b')) verdicts.add('inconclusive');
  const worst = (['regression', 'inconclusive', 'improvement', 'pass'] as const).find((verdict) =>
    verdicts.has(verdict),
  );
  return worst ?? 'not-comparable';
}

const identifyCase = ({ parameters, parameterKinds, node }: CaseResult): ComparedIdentity => ({
  parameters,
  parameterKinds,
  node,
});

const identifySide = ({ id, side, startedAt, environment }: Report): SideIdentity => ({
  id,
  label: side?.label ?? id,
  startedAt,
  environment,
});
