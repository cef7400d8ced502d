/** A and B in pairs, from what was requested to a report of each and what they say. */
import { dirname } from 'node:path';
import { compareReports } from '../compare/compare-reports.ts';
import type { ReportComparison } from '../compare/verdict.ts';
import type { AbOptions, Sides } from '../options/ab.ts';
import type { PairKind } from '../plan/plan-pairs.ts';
import type { Subject } from '../plan/plan-runs.ts';
import { makeRandom } from '../plan/random.ts';
import { type PreparedSides, prepareSides } from '../prepare/prepare-sides.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { reportSchema } from '../report-schema.ts';
import type { CaseResult, Report } from '../result.ts';
import { type Invocation, ResultsFolder } from '../store/results-folder.ts';
import { warnOfBusyMachine } from './busy-machine.ts';
import { type Interruption, listenForInterrupts } from './interruption.ts';
import { makeReport } from './make-report.ts';
import { measurePairs } from './measure-pairs.ts';
import { beginInvocation } from './open-folder.ts';
import { countNeeded, findMinPairs, findUnconfirmed } from './pair-rules.ts';
import { countWork, sharesOfGrowth } from './remaining-time.ts';
import { Session } from './session.ts';

/** Before anything is measured, such as in the middle of an installation, or later. */
export interface InterruptedAb {
  readonly interruptedWith: number;
}

export interface AbMeasurement {
  readonly comparison: ReportComparison;
  readonly reports: Sides<Report>;
  /** The folder of both. */
  readonly path: string;
}

/** Nothing is left of what was checked out. */
export async function measureAb(
  options: AbOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<AbMeasurement | InterruptedAb> {
  const minPairs = findMinPairs(options);
  const interruption = listenForInterrupts(terminal);
  let prepared: PreparedSides | undefined;
  try {
    prepared = await prepareSides(options, terminal, interruption.signal);
    interruption.signal.throwIfAborted();
    const invocation = beginInvocation(options.seed, command, [
      prepared.environments.a.execPath,
      prepared.environments.b.execPath,
    ]);
    return await compareSides({ options, minPairs, prepared, invocation, interruption, terminal });
  } catch (error) {
    const { exitCode, signal } = interruption;
    if (exitCode !== undefined && error === signal.reason) return { interruptedWith: exitCode };
    throw error;
  } finally {
    await prepared?.remove();
    interruption.stop();
  }
}

interface Beside {
  readonly options: AbOptions;
  readonly minPairs: ReadonlyMap<PairKind, number>;
  readonly prepared: PreparedSides;
  readonly invocation: Invocation;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
}

async function compareSides(beside: Beside): Promise<AbMeasurement | InterruptedAb> {
  const { options, prepared, invocation, interruption, terminal } = beside;
  const folders = {
    a: ResultsFolder.create(options.resultsRoot, invocation, 'a'),
    b: ResultsFolder.create(options.resultsRoot, invocation, 'b'),
  };
  warnOfBusyMachine(prepared.environments.a, terminal);
  const reports = makeReports(beside, await measureSides(beside, folders));
  await folders.a.finish(reports.a);
  await folders.b.finish(reports.b);
  if (interruption.exitCode !== undefined) {
    sayWhatIsKept(folders, options, terminal);
    return { interruptedWith: interruption.exitCode };
  }
  return { comparison: compareReports(reports.a, reports.b), reports, path: dirname(folders.a.path) };
}

async function measureSides(beside: Beside, folders: Sides<ResultsFolder>): Promise<Sides<CaseResult[]>> {
  const { options, minPairs, prepared, interruption, terminal } = beside;
  const { classes, maxPairs, growthVolumeBytes, sampleIntervalMs, passedEnvironment } = options;
  const { subjects, limits } = prepared;
  const growth = classes.has('growth');
  // Pairs are told of as they are planned.
  const work = countWork(
    subjects.map(({ a, b }) => [a, b]),
    (subject) => (growth ? sharesOfGrowth(subject, growthVolumeBytes) : []),
  );
  const session = new Session(
    {
      ...{ flags: options.nodeFlags, sampleIntervalMs, passedEnvironment, ...limits },
      folderOf: ({ side }: Subject) => folders[side?.name ?? 'a'],
      finishedRuns: [],
      work,
    },
    interruption,
    terminal,
  );
  try {
    return await measurePairs(subjects, {
      minPairs,
      maxPairs,
      countNeeded: (kind, runs) => countNeeded(kind, runs, { classes, caseCount: subjects.length }),
      findUnconfirmed: (results) => findUnconfirmed(makeReports(beside, results)),
      growth,
      growthVolumeBytes,
      random: makeRandom(options.seed),
      runOne: (planned) => session.runOne(planned),
      onMore: (planned) => work.add(planned),
    });
  } finally {
    session.clear();
  }
}

/** As they will be read from their files, so that what is said of them now is what `compare` says of those. */
function makeReports(
  { prepared: { environments, labels }, invocation, interruption }: Beside,
  results: Sides<readonly CaseResult[]>,
): Sides<Report> {
  const complete = !interruption.signal.aborted;
  const make = (name: 'a' | 'b'): Report => {
    const measured = { environment: environments[name], results: results[name], complete };
    const report = makeReport(invocation, { ...measured, side: { name, label: labels[name] } });
    return reportSchema.parse(JSON.parse(JSON.stringify(report)));
  };
  return { a: make('a'), b: make('b') };
}

function sayWhatIsKept(folders: Sides<ResultsFolder>, { seed }: AbOptions, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${dirname(folders.a.path)}`));
  say(
    `interrupted; what was measured is kept, and cannot be gone on with. See it with: tidemark compare ${folders.a.path} ${folders.b.path}`,
  );
  say(`or start anew; --seed ${seed} gives the same order`);
}
