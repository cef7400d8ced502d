/** `run`: measures the cases that were asked for, prints them scenario by scenario, and writes the report. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseCommandLine } from '../command-line/parse.ts';
import { layAllSideBySide } from '../compare/side-by-side.ts';
import { defaultMaxMemory, describeEnvironment, readToolVersion } from '../environment.ts';
import { UsageError } from '../errors.ts';
import type { RunOptions } from '../options/run.ts';
import { packageRoot } from '../package-root.ts';
import { Progress } from '../report/progress.ts';
import {
  type Invocation,
  type JournalEntry,
  ResultsFolder,
  readInterrupted,
} from '../report/results-folder.ts';
import { renderScenario } from '../report/terminal-report.ts';
import { wrapText } from '../report/wrap-text.ts';
import { type CaseResult, type Environment, type Report, SCHEMA_VERSION } from '../result.ts';
import { listNames, loadScenarios } from '../run/catalogue.ts';
import { type FinishedRun, makeRunner } from '../run/make-runner.ts';
import { prepareOutsideWatch } from '../run/outside-watch.ts';
import { planCases } from '../run/plan-cases.ts';
import { countRuns, type PlannedRun, type Subject } from '../run/plan-runs.ts';
import { makeRandom } from '../run/random.ts';
import { warnOfLoad } from '../warnings.ts';
import { decideExit } from './decide-exit.ts';
import { findNodes, probeNodes } from './find-nodes.ts';
import { type Interruption, listenForInterrupts } from './interruption.ts';
import { measureScenario } from './measure-scenario.ts';
import type { Terminal } from './terminal.ts';
import { estimateWork } from './work-estimate.ts';

export async function run(
  asked: RunOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const options = asked.resume === undefined ? asked : await recallOptions(asked, asked.resume);
  const prepared = await prepare(options, command, terminal);
  const { invocation, folder, environment, subjects } = prepared;
  const interruption = listenForInterrupts(terminal);
  const session = new Session(prepared, options, interruption, terminal);
  const results: CaseResult[] = [];
  try {
    warnOfBusyMachine(environment, terminal);
    for (const group of groupByScenario(subjects)) {
      if (interruption.signal.aborted) break;
      const measured = await measureScenario(group, {
        counts: countRuns(group[0].case.scenario, options),
        growth: options.growth,
        growthVolumeBytes: options.growthVolumeBytes,
        random: makeRandom(invocation.seed),
        runOne: (planned) => session.runOne(planned),
      });
      session.clear();
      results.push(...measured);
      if (!options.json && measured.length > 0)
        terminal.print(`${renderScenario(measured, layAllSideBySide(measured), terminal)}\n`);
    }
  } finally {
    session.clear();
    interruption.stop();
  }
  const report = makeReport(invocation, environment, results, !interruption.signal.aborted);
  await folder.finish(report);
  if (options.json) terminal.print(JSON.stringify(report, null, 2));
  sayWhereResultsAre(report, folder, terminal);
  return interruption.exitCode ?? decideExit(results, options.strict);
}

/** An interrupted invocation goes on with what it was asked for then; how it is shown is asked for now. */
async function recallOptions(asked: RunOptions, resume: string): Promise<RunOptions> {
  const { resultsRoot, json, strict } = asked;
  const path = findInvocation(resultsRoot, resume);
  const { invocation } = readInterrupted(path);
  const recalled = await parseCommandLine(invocation.command, '', 0);
  if (recalled.command !== 'run') throw new UsageError(`what is in ${path} cannot be resumed`);
  // A newer Node that satisfies the same version may be here by now.
  return { ...recalled, nodes: invocation.nodes ?? recalled.nodes, resume, resultsRoot, json, strict };
}

interface Prepared {
  readonly invocation: Invocation;
  readonly folder: ResultsFolder;
  readonly finishedRuns: readonly JournalEntry[];
  readonly environment: Environment;
  readonly subjects: readonly Subject[];
  readonly limits: { readonly maxMemoryBytes: number; readonly timeoutMs: number };
}

/** Everything that can be wrong with what was asked for is found here, before the first run. */
async function prepare(
  options: RunOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<Prepared> {
  const scenarios = await loadScenarios(options.all ? listNames() : options.scenarios);
  const cases = planCases(scenarios, options);
  const flags = ['--expose-gc', ...options.nodeFlags];
  const nodePaths = await findNodes(options.nodes, terminal);
  const nodes = probeNodes(nodePaths, options.nodeFlags);
  const limits = {
    maxMemoryBytes: options.maxMemoryBytes ?? defaultMaxMemory(),
    timeoutMs: options.timeoutMs,
  };
  const environment = describeEnvironment(nodes, flags, limits);
  await prepareOutsideWatch();
  const subjects = cases.flatMap((one) => nodes.map(({ execPath, node }) => ({ case: one, execPath, node })));
  const askedNodes = nodePaths.length === 0 ? [] : nodes.map(({ execPath }) => execPath);
  return { ...openFolder(options, command, askedNodes), environment, subjects, limits };
}

function openFolder(
  options: RunOptions,
  command: readonly string[],
  nodes: readonly string[],
): Pick<Prepared, 'invocation' | 'folder' | 'finishedRuns'> {
  if (options.resume !== undefined) {
    const path = findInvocation(options.resultsRoot, options.resume);
    const { invocation, finishedRuns } = readInterrupted(path);
    return { invocation, finishedRuns, folder: ResultsFolder.reopen(path, finishedRuns) };
  }
  const startedAt = new Date().toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  const invocation = { id, startedAt, seed: options.seed, command, nodes };
  return { invocation, finishedRuns: [], folder: ResultsFolder.create(options.resultsRoot, invocation) };
}

/** By the id of an invocation, or by its folder. */
function findInvocation(resultsRoot: string, named: string): string {
  const path = /^[\w.-]+$/.test(named) ? join(resultsRoot, 'runs', named) : resolve(named);
  if (existsSync(path)) return path;
  throw new UsageError(`there is no ${path}`, { hint: 'give the id of a folder under results/runs/' });
}

/** Makes the runs one by one, keeps each as soon as it is finished, and tells how far it is. */
class Session {
  readonly #prepared: Prepared;
  readonly #interruption: Interruption;
  readonly #progress: Progress;
  readonly #makeRun: ReturnType<typeof makeRunner>;
  readonly #kept: ReadonlyMap<string, JournalEntry>;
  readonly #work: ReturnType<typeof estimateWork>;
  #index: number;

  constructor(prepared: Prepared, options: RunOptions, interruption: Interruption, terminal: Terminal) {
    const { folder, finishedRuns, limits } = prepared;
    this.#prepared = prepared;
    this.#interruption = interruption;
    this.#progress = new Progress(terminal.progress);
    this.#kept = new Map(finishedRuns.map((entry) => [entry.key, entry]));
    this.#index = Math.max(0, ...finishedRuns.map(({ result }) => result.index + 1));
    this.#work = estimateWork(prepared.subjects, options);
    this.#makeRun = makeRunner({
      flags: options.nodeFlags,
      sampleIntervalMs: options.sampleIntervalMs,
      ...limits,
      passedEnvironment: options.passedEnvironment,
      signal: interruption.signal,
      onRss: (rssBytes) => this.#progress.see(rssBytes),
      onSample: (index, planned, { sinceStartMs, memory }) =>
        folder.addSample(index, planned.subject.case.scenario.name, sinceStartMs, memory),
    });
  }

  async runOne(planned: PlannedRun): Promise<FinishedRun | undefined> {
    const kept = this.#kept.get(planned.key);
    if (kept !== undefined) {
      this.#work.skip(planned);
      return kept as FinishedRun;
    }
    if (this.#interruption.signal.aborted) return undefined;
    this.#progress.begin(this.#work.begin(planned));
    const run = await this.#makeRun(planned, this.#index);
    this.#progress.end();
    // What the user interrupted is made again when it is resumed.
    if (run.result.outcome.state === 'aborted') return undefined;
    this.#index += 1;
    await this.#prepared.folder.addRun({ key: planned.key, ...run });
    return run;
  }

  clear(): void {
    this.#progress.clear();
  }
}

type Group = [Subject, ...Subject[]];

function groupByScenario(subjects: readonly Subject[]): Group[] {
  const groups = new Map<string, Group>();
  for (const subject of subjects) {
    const group = groups.get(subject.case.scenario.source);
    if (group === undefined) groups.set(subject.case.scenario.source, [subject]);
    else group.push(subject);
  }
  return [...groups.values()];
}

function warnOfBusyMachine({ loadAverage, cpuCount }: Environment, terminal: Terminal): void {
  if (loadAverage === undefined || loadAverage <= cpuCount) return;
  terminal.say(
    terminal.colors.yellow(wrapText(`! ${warnOfLoad(loadAverage, cpuCount).message}`, terminal.width, '  ')),
  );
}

function makeReport(
  invocation: Invocation,
  environment: Environment,
  results: readonly CaseResult[],
  complete: boolean,
): Report {
  const { id, startedAt, seed, command } = invocation;
  return {
    schemaVersion: SCHEMA_VERSION,
    id,
    tool: { name: 'tidemark', version: readToolVersion(join(packageRoot, 'package.json')) },
    startedAt,
    finishedAt: new Date().toISOString(),
    complete,
    seed,
    command: [...command],
    environment,
    results: [...results],
  };
}

function sayWhereResultsAre(report: Report, folder: ResultsFolder, { say, colors }: Terminal): void {
  say(colors.dim(`results in ${folder.path}`));
  if (!report.complete)
    say(`interrupted; what was measured is kept. Resume with: tidemark run --resume ${folder.path}`);
}
