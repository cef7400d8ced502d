import { locateCall } from '../call-sites/locate-call.ts';
import type { Pairing } from '../plan/plan-runs.ts';
import type { Collection } from '../protocol.ts';
import type { LabelCounters, RunKind, RunResult } from '../result.ts';
import { runSchema } from '../run-schema.ts';
import type { ParameterValue } from '../scenario.ts';
import { reproduceCommand } from './child-command.ts';
import type { ChildPlan, ChildReport } from './run-child.ts';
import { greatest, type LiveSummary } from './sample-summary.ts';

export interface RunIdentity {
  readonly kind: RunKind;
  readonly index: number;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** In addition to those of every run. */
  readonly flags: readonly string[];
  readonly pairing?: Pairing | undefined;
  /** Its files are removed later, so that the run cannot be reproduced from them. */
  readonly isCheckedOut?: boolean;
}

/** What the report contains about a run. A figure that was not measured is absent. */
export function buildRunResult(identity: RunIdentity, plan: ChildPlan, report: ChildReport): RunResult {
  const result = describeRun(identity, plan, report);
  const issue = runSchema.safeParse(result).error?.issues[0];
  return issue === undefined ? result : describeRun(identity, plan, withoutFigures(report, issue));
}

/** A child can forge figures of which each is valid, and their sum is not: nobody could read a report with them. */
function withoutFigures({ wallMs, strays }: ChildReport, issue: Issue): ChildReport {
  const reason = `its figures are not valid: ${issue.path.map(String).join('.')}: ${issue.message}`;
  const how = { exitCode: null, signal: null, reason, stderrLines: [] };
  return { outcome: { state: 'crashed', phase: 'finish', ...how }, wallMs, strays, monitor: { samples: 0 } };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function describeRun(identity: RunIdentity, plan: ChildPlan, report: ChildReport): RunResult {
  const { outcome, wallMs, monitor } = report;
  const { kind, index, parameters, flags, pairing, isCheckedOut = false } = identity;
  return {
    kind,
    index,
    ...(pairing !== undefined && { pair: pairing.pair, batch: pairing.batch }),
    parameters: { ...parameters },
    ...(flags.length > 0 && { flags: [...flags] }),
    outcome,
    ...(outcome.state !== 'completed' && !isCheckedOut && { reproduce: reproduceCommand(plan) }),
    wallMs,
    ...describeCounters(report),
    ...(plan.runtime === undefined
      ? describeFigures(report, plan.request.rounds)
      : describeElsewhere(report)),
    ...describeSampling(kind, report, plan.request.sampleIntervalMs),
    ...(monitor.samples > 0 && { monitor }),
    ...(report.output !== undefined && { output: report.output }),
  };
}

/** For a run that ended early, the counters up to then. */
function describeCounters({ figures, partial }: ChildReport): Partial<RunResult> {
  const said = figures ?? partial;
  if (said === undefined) return {};
  const { byLabel, firstAfterFalse = {}, ...totals } = said.counters;
  const counters = Object.entries(byLabel).map(([label, counted]): [string, LabelCounters] => {
    const first = Object.hasOwn(firstAfterFalse, label) ? firstAfterFalse[label] : undefined;
    return [label, { ...counted, ...(first !== undefined && { firstAfterFalse: locateCall(first) }) }];
  });
  return { counters: Object.fromEntries(counters), ...totals, checks: [...said.checks] };
}

/** Where garbage was collected for each reading of live memory, times and collections are not those of the program. */
function describeFigures(report: ChildReport, rounds: number): Partial<RunResult> {
  const { figures, samples, live } = report;
  if (live !== undefined) return describeLive(report, live, rounds);
  const sampled = samples?.peak;
  if (figures === undefined) {
    return sampled === undefined ? {} : { memory: { peak: sampled } };
  }
  const { durationMs, cpuUserMs, cpuSystemMs, cpuWaitMs, memory, peakRss, gc, collections, eventLoop } =
    figures;
  const { start, end, retained } = memory;
  const peak = sampled === undefined ? undefined : greatest(sampled, greatest(start, end));
  return {
    durationMs,
    cpuMs: cpuUserMs + cpuSystemMs,
    cpuUserMs,
    cpuSystemMs,
    ...(cpuWaitMs !== undefined && { cpuWaitMs }),
    memory: { start, peak: { ...peak, rssBytes: peakRss.bytes, rssSource: peakRss.source }, end, retained },
    ...(rounds > 1 && { rounds: [...figures.rounds] }),
    gc,
    ...(collections !== undefined && { collections: keepLongest(collections) }),
    eventLoop,
    ...(figures.ruling !== undefined && { ruling: figures.ruling }),
  };
}

/** What is true in every runtime; see runtime.ts. */
function describeElsewhere({ figures }: ChildReport): Partial<RunResult> {
  if (figures === undefined) return {};
  const { durationMs, cpuUserMs, cpuSystemMs, cpuWaitMs, peakRss } = figures;
  return {
    ...{ durationMs, cpuMs: cpuUserMs + cpuSystemMs, cpuUserMs, cpuSystemMs },
    ...(cpuWaitMs !== undefined && { cpuWaitMs }),
    // In which unit maxRSS is there, differs between systems.
    ...(peakRss.source !== 'maxRSS' && {
      memory: { peak: { rssBytes: peakRss.bytes, rssSource: peakRss.source } },
    }),
  };
}

/** More would not help. */
const MAX_COLLECTIONS = 200;

function keepLongest(collections: readonly Collection[]): Collection[] {
  const byLength = [...collections].sort((one, other) => other.durationMs - one.durationMs);
  return byLength.slice(0, MAX_COLLECTIONS).sort((one, other) => one.atMs - other.atMs);
}

function describeLive(
  { figures, childProcessesBytes }: ChildReport,
  live: LiveSummary,
  rounds: number,
): Partial<RunResult> {
  const summary = live.summarize();
  const ofChildren = childProcessesBytes === undefined ? {} : { childProcessesBytes };
  const ofLive = summary === undefined ? {} : { live: { ...summary, ...ofChildren } };
  if (figures === undefined) return ofLive;
  const { start, end, retained } = figures.memory;
  const peak = { rssBytes: figures.peakRss.bytes, rssSource: figures.peakRss.source };
  return {
    memory: { start, peak, end, retained },
    ...ofLive,
    ...(rounds > 1 && { rounds: [...figures.rounds] }),
  };
}

/** Not for stable runs: there are many, only their peaks are compared, and all their samples are in samples.csv. */
function describeSampling(
  kind: RunKind,
  { figures, samples }: ChildReport,
  intervalMs: number | null,
): Partial<RunResult> {
  if (samples === undefined || intervalMs === null || samples.count === 0) return {};
  return {
    sampling: {
      intervalMs,
      count: samples.count,
      longestGapMs: samples.longestGapMs(figures?.durationMs ?? 0),
      source: 'inspector',
    },
    ...(kind !== 'stable' && { timeline: samples.timeline() }),
  };
}
