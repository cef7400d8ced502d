/** `claims`: from its request to the answers, and the report of its runs. */
import { CLAIM_PREFIX } from '../../catalogue/load-scenarios.ts';
import type { ClaimsOptions } from '../../command-line/claims.ts';
import type { RunOptions } from '../../command-line/run.ts';
import { type Prepared, prepare } from '../../prepare/prepare.ts';
import { storeRequest } from '../../prepare/stored-request.ts';
import type { Terminal } from '../../report/terminal/open-terminal.ts';
import type { Report } from '../../result.ts';
import { warnOfBusyMachine } from '../busy-machine.ts';
import { describeConditions } from '../conditions.ts';
import type { Interruption } from '../interruption.ts';
import { type OpenInvocation, openInvocation } from '../invocation.ts';
import { makeReport } from '../make-report.ts';
import { measureCases } from '../measure-cases.ts';
import { estimateRuns, trackRemainingTime } from '../remaining-time.ts';
import { Session } from '../session.ts';

export interface MeasuredClaims {
  readonly report: Report;
  /** The folder of the invocation. */
  readonly path: string;
}

/** Measures these claims on every requested Node, each as often as is requested, one run after another. */
export async function measureClaims(
  ids: readonly string[],
  options: ClaimsOptions,
  argv: readonly string[],
  { interruption, terminal }: { readonly interruption: Interruption; readonly terminal: Terminal },
): Promise<MeasuredClaims> {
  const runOptions = toRunOptions(ids, options);
  const prepared = await prepare(runOptions, terminal);
  const opened = openInvocation(options.resultsRoot, {
    ...{ seed: options.seed, argv, nodePaths: prepared.nodePaths },
    conditions: describeConditions(prepared),
    request: storeRequest('claims', runOptions),
  });
  const results = await measure(prepared, runOptions, opened, { interruption, terminal });
  const report = makeReport(opened.invocation, {
    ...{ environment: prepared.environment, results, complete: !interruption.signal.aborted },
  });
  await opened.folder.finish(report);
  return { report, path: opened.folder.path };
}

async function measure(
  { environment, subjects, caps }: Prepared,
  options: RunOptions,
  { folder, finishedRuns, invocation }: OpenInvocation,
  { interruption, terminal }: { readonly interruption: Interruption; readonly terminal: Terminal },
): Promise<Report['results']> {
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables } = options;
  const remaining = trackRemainingTime(
    subjects.map((subject) => [subject]),
    (subject) => estimateRuns(subject, options),
  );
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, ...caps },
      ...{ folderOf: () => folder, finishedRuns, remaining },
    },
    interruption,
    terminal,
  );
  try {
    warnOfBusyMachine(environment, terminal);
    return await measureCases(subjects, {
      ...{ options, seed: invocation.seed },
      runOne: (planned) => session.runOne(planned),
      onMore: remaining.add,
      onDone: remaining.drop,
    });
  } finally {
    session.clear();
  }
}

/** The cheapest runs there are: a claim is decided by what it records, without a sampler and without growth. */
function toRunOptions(ids: readonly string[], options: ClaimsOptions): RunOptions {
  const { nodes, nodeFlags, repeats, timeoutMs, maxMemoryBytes, seed, resultsRoot, strict, json } = options;
  return {
    ...{
      command: 'run',
      scenarios: ids.map((id) => CLAIM_PREFIX + id),
      all: false,
      parameterValues: new Map(),
      matrix: false,
    },
    ...{ allowsManyCases: false, nodes, runtimes: [], nodeFlags, environmentVariables: [] },
    ...{ measureRuns: repeats, profileRuns: 0, stableRuns: 0, growth: false },
    ...{ growthVolumeBytes: undefined, growthAtMostBytes: undefined, timesBriefly: false, limits: {} },
    ...{ sampleIntervalMs: SAMPLE_INTERVAL_MS, timeoutMs, maxMemoryBytes, seed, json, reporters: [] },
    ...{ resultsRoot, resume: undefined, shard: undefined, watches: false, verbose: false, strict },
  };
}

/** Nothing is sampled; a request has one. */
const SAMPLE_INTERVAL_MS = 20;
