/** `ab`: from its request to a report of each side and their comparison. Checkouts are removed at the end. */
import { dirname } from 'node:path';
import type { AbOptions } from '../command-line/ab.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import { type PreparedSides, prepareSides } from '../prepare/prepare-sides.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { Report } from '../result.ts';
import type { Sides } from '../sides.ts';
import { ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { finishSides } from './finish-folders.ts';
import { type Interruption, listenForInterrupts } from './interruption.ts';
import { beginInvocation } from './invocation.ts';
import { compareSides, measureSides } from './measure-sides.ts';
import { findMinPairs } from './pair-rules.ts';
import { estimateGrowthRuns, trackRemainingTime } from './remaining-time.ts';
import { Session } from './session.ts';

export type MeasuredAb =
  /** Possibly before anything was measured, such as during an installation. */
  | { readonly state: 'interrupted'; readonly exitCode: number }
  | {
      readonly state: 'measured';
      readonly comparison: ReportComparison;
      readonly reports: Sides<Report>;
      /** The folder that contains both reports. */
      readonly path: string;
    };

export async function measureAb(
  options: AbOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<MeasuredAb> {
  const minPairs = findMinPairs(options);
  const interruption = listenForInterrupts(terminal);
  let prepared: PreparedSides | undefined;
  try {
    prepared = await prepareSides(options, terminal, interruption.signal);
    interruption.signal.throwIfAborted();
    return await measurePrepared({ options, argv, minPairs, prepared, interruption, terminal });
  } catch (error) {
    const { exitCode, signal } = interruption;
    if (exitCode !== undefined && error === signal.reason) return { state: 'interrupted', exitCode };
    throw error;
  } finally {
    await prepared?.remove();
    interruption.stop();
  }
}

interface PreparedAb {
  readonly options: AbOptions;
  readonly argv: readonly string[];
  readonly minPairs: ReturnType<typeof findMinPairs>;
  readonly prepared: PreparedSides;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

async function measurePrepared({
  options,
  argv,
  minPairs,
  prepared,
  interruption,
  terminal,
}: PreparedAb): Promise<MeasuredAb> {
  const { environments, subjects, requests, caps } = prepared;
  const nodePaths = [environments.a.execPath, environments.b.execPath];
  const invocation = beginInvocation({ seed: options.seed, argv, request: requests.b, nodePaths });
  const folders = {
    a: ResultsFolder.create(options.resultsRoot, invocation, 'a'),
    b: ResultsFolder.create(options.resultsRoot, invocation, 'b'),
  };
  warnOfBusyMachine(environments.a, terminal);
  // Pairs are added as they are planned.
  const remaining = trackRemainingTime(
    subjects.map(({ a, b }) => [a, b]),
    (subject) => (options.classes.has('growth') ? estimateGrowthRuns(subject, options) : []),
    { needsForecast: true },
  );
  const { nodeFlags: flags, sampleIntervalMs, environmentVariables } = options;
  const session = new Session(
    {
      ...{ flags, sampleIntervalMs, environmentVariables, ...caps },
      folderOf: ({ side }) => folders[side?.name ?? 'a'],
      finishedRuns: [],
      remaining,
    },
    interruption,
    terminal,
  );
  const reports = await measureSides({
    ...{ options, minPairs, prepared, invocation },
    isInterrupted: () => interruption.signal.aborted,
    runOne: (planned) => session.runOne(planned),
    onMore: remaining.add,
    onForecast: remaining.forecast,
    onDone: remaining.drop,
  }).finally(() => session.clear());
  await finishSides(folders, reports);
  const { exitCode } = interruption;
  if (exitCode === undefined)
    return { state: 'measured', comparison: compareSides(reports), reports, path: dirname(folders.a.path) };
  sayWhatIsSaved(folders, options, terminal);
  return { state: 'interrupted', exitCode };
}

function sayWhatIsSaved(folders: Sides<ResultsFolder>, { seed }: AbOptions, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${quoteLine(dirname(folders.a.path))}`));
  say(
    `interrupted; partial results saved, this invocation cannot be resumed. See them with: tidemark compare ${folders.a.path} ${folders.b.path}`,
  );
  say(`or start again; --seed ${seed} gives the same order`);
}
