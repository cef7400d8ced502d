/** The cases that failed, worst first, each with what got worse: what every format ends with. Pure. */
import { type CaseIdentity, caseKey, scenarioKey } from '../../../case-key.ts';
import { differenceOf, type MetricComparison } from '../../../compare/verdict.ts';
import { findMetric } from '../../../metrics.ts';
import { BENCH_PREFIX } from '../../../request.ts';
import type { CallSite, CaseResult, LabelResult } from '../../../result.ts';
import { findAxes, varyingAxes } from '../case-label.ts';
import { formatInterval, formatLongFigure } from '../comparison-figures.ts';
import { type Finding, listFindings, nameCase, STATES } from '../findings.ts';
import { describeFirstCall } from '../label-rows.ts';
import type { Reported } from '../reported.ts';
import { commandOfBenches, commandOfCase } from './case-command.ts';

export interface Culprit {
  /** `ignore-drain [sink file]`. */
  readonly name: string;
  /** A sentence for each finding, the worst first. */
  readonly worse: readonly string[];
  /** How many of these say what is wrong, and how much of it: 2 where the first is not an amount. */
  readonly tellingCount: number;
  /** `first call after false: parse.ts:42:9 → sink.write()`, or `at parse.ts:15`, where a run crashed. */
  readonly where?: string;
  readonly site?: CallSite;
  /** Of the scenario, in the project that owns it; absent for one that comes with tidemark. */
  readonly file?: string;
  /** Runs the case again. Absent for what is not a case, such as reports that cannot be compared. */
  readonly command?: string;
}

/** Of a report or a comparison: every case with a finding that fails it. */
export function listCulprits(
  reported: Reported,
  findings: readonly Finding[] = listFindings(reported),
): Culprit[] {
  const failing = findings.filter(fails);
  const groups = new Map<string, Finding[]>();
  for (const finding of failing) {
    const key = keyOf(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const axesOf = listAxes(reported, findings);
  return [...groups.values()]
    .map((group) => sizeSecond(group.sort((one, other) => rankOf(one) - rankOf(other))))
    .sort(([one], [other]) => rankOf(one) - rankOf(other))
    .map((group) => describeCulprit(group, reported, axesOf));
}

/** Where the worst is not an amount, such as growth, what says how much comes next. */
function sizeSecond(group: readonly Finding[]): Finding[] {
  const [first, ...others] = group;
  const sized = others.find(({ compared }) => compared?.unit === 'bytes');
  if (first === undefined || sized === undefined || isAmount(first)) return [...group];
  return [first, sized, ...others.filter((one) => one !== sized)];
}

/** Whether a finding says how much there is. */
const isAmount = ({ compared }: Pick<Finding, 'compared'>): boolean =>
  compared !== undefined && compared.class !== 'growth' && compared.class !== 'outcome';

export const fails = ({ state }: Finding): boolean => state === 'failed' || state === 'error';

/** A case is one, whether it is labelled by what varies in a report or by what differs between two. */
const keyOf = (finding: Finding): string =>
  finding.of === undefined ? nameCase(finding) : caseKey(finding.of);

function describeCulprit(
  group: readonly Finding[],
  reported: Reported,
  axesOf: ReadonlyMap<string, readonly string[]>,
): Culprit {
  const [first] = group;
  const of = group.find((finding) => finding.of !== undefined)?.of;
  const result = of === undefined ? undefined : findResult(of, reported);
  const label = group.some(isOfStreams) ? findCaller(result) : undefined;
  const site = label?.firstAfterFalse?.site;
  const where = describeWhere(result, label);
  return {
    name: first === undefined ? '' : nameCase(first),
    worse: group.map(describeWorse),
    tellingCount: group.length > 1 && !isAmount(group[0] ?? {}) && isAmount(group[1] ?? {}) ? 2 : 1,
    ...(where !== undefined && { where }),
    ...(site !== undefined && { site }),
    ...(of?.file !== undefined && { file: of.file }),
    ...(of !== undefined && { command: commandOf(of, axesOf, isOfBenches(result, reported)) }),
  };
}

const commandOf = (
  of: CaseIdentity,
  axesOf: ReadonlyMap<string, readonly string[]>,
  isBench: boolean,
): string => (isBench ? commandOfBenches(of) : commandOfCase(of, axesOf.get(scenarioKey(of)) ?? []));

/** Scenarios of the user may have the tag as well. */
const isOfBenches = (result: CaseResult | undefined, { report }: Reported): boolean =>
  result?.tags?.includes('node-bench') === true &&
  report?.request.scenarios.some((selector) => selector.startsWith(BENCH_PREFIX)) === true;

/** No line that writes after false explains CPU time. */
const isOfStreams = ({ compared }: Finding): boolean =>
  compared === undefined || !['memory', 'time'].includes(compared.class);

function findResult(of: CaseIdentity, { report }: Reported): CaseResult | undefined {
  const key = caseKey(of);
  return report?.results.find((result) => caseKey(result) === key);
}

const findCaller = (result: CaseResult | undefined): LabelResult | undefined =>
  result?.labels?.find(({ firstAfterFalse }) => firstAfterFalse !== undefined);

function describeWhere(result: CaseResult | undefined, label: LabelResult | undefined): string | undefined {
  const frame = result?.runs.map(({ outcome }) => 'frames' in outcome && outcome.frames?.[0]).find(Boolean);
  if (typeof frame === 'string') return frame.trim().replace(/^(?!at )/, 'at ');
  const call = label === undefined ? undefined : describeFirstCall(label);
  return call === undefined ? undefined : `first call after false: ${call}`;
}

/** What a command must name: the parameters that vary, and those that were given. */
function listAxes(
  { report }: Reported,
  findings: readonly Finding[],
): ReadonlyMap<string, readonly string[]> {
  const cases = report?.results ?? findings.flatMap(({ of }) => (of === undefined ? [] : [of]));
  const given = Object.keys(report?.request.parameterValues ?? {});
  const axes = findAxes(cases, varyingAxes);
  return new Map([...axes].map(([key, varying]) => [key, [...new Set([...given, ...varying])]]));
}

/** Lower is worse: what was not measured, what grows, what fails, and then by how many times more there is. */
function rankOf(finding: Finding | undefined): number {
  if (finding === undefined) return Number.POSITIVE_INFINITY;
  const byState = STATES.indexOf(finding.state) * RANKS_PER_STATE;
  const { compared } = finding;
  if (compared?.metric === 'growth') return byState;
  if (compared === undefined || compared.class === 'outcome') return byState + 1;
  return byState + 2 + 1 / (1 + Math.log2(Math.max(1, timesMore(compared) ?? 1)));
}

const RANKS_PER_STATE = 10;

/** How many times A is B; undefined where one has no figure, or A is 0. */
export function timesMore(metric: MetricComparison): number | undefined {
  const difference = differenceOf(metric);
  if (difference?.kind === 'relative') return 1 + difference.estimate;
  const { a, b } = metric;
  return a === undefined || b === undefined || a <= 0 ? undefined : b / a;
}

/** `peak buffered: 64 KiB → 256 KiB, 4 times as much`. */
export function describeWorse({ subject, state, reason, compared, isExpectation = false }: Finding): string {
  if (isExpectation) return state === 'error' ? `${subject}: ${reason}` : `expectation failed: ${subject}`;
  if (compared === undefined)
    return subject === 'runs' || subject === 'case' ? reason : `${subject}: ${reason}`;
  if (compared.class === 'growth') return `growth ${reason}${describeSlopes(compared)}`;
  if (compared.class === 'outcome') return reason;
  const { metric, unit, a, b } = compared;
  const figures = `${formatLongFigure(a, unit)} → ${formatLongFigure(b, unit)}`;
  const howMuch = describeTimes(timesMore(compared));
  return `${nameInFull(metric)}: ${figures}${howMuch === '' ? '' : `, ${howMuch}`}${describeInterval(compared)}`;
}

/** ` (+20.1 % to +30.2 %)`: of what varies between runs. */
function describeInterval(metric: MetricComparison): string {
  const difference = differenceOf(metric);
  if (difference === undefined || difference.low === difference.high) return '';
  const [low, high] = formatInterval(difference, metric.unit);
  return ` (${low} to ${high})`;
}

const describeSlopes = ({ a, b, unit }: MetricComparison): string =>
  a === undefined || b === undefined ? '' : ` (${formatLongFigure(a, unit)} → ${formatLongFigure(b, unit)})`;

/** Without what shortens a label for its column. */
export const nameInFull = (metric: string): string =>
  (findMetric(metric)?.label ?? metric).replace(' a. ', ' after ').replace(/arr(?:ay)?Buf$/, 'arrayBuffers');

const MIN_PERCENT = 0.05;

/** `4 times as much`, `25 % more`, `20 % less`; empty where there is nothing to say. */
export function describeTimes(times: number | undefined): string {
  if (times === undefined || !Number.isFinite(times)) return '';
  if (times >= 2) return `${Number(times.toPrecision(times < 10 ? 2 : 3))} times as much`;
  const percent = Math.abs(100 * (times - 1));
  if (percent < MIN_PERCENT) return '';
  return `${Number(percent.toPrecision(2))} % ${times < 1 ? 'less' : 'more'}`;
}
