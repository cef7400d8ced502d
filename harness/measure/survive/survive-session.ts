/** From the request of `survive` to its report and its folder. */
import type { SurviveOptions } from '../../command-line/survive.ts';
import { readToolVersion } from '../../package-root.ts';
import type { PlannedRun } from '../../plan/plan-runs.ts';
import { type Prepared, prepare } from '../../prepare/prepare.ts';
import type { Terminal } from '../../report/terminal/open-terminal.ts';
import type { RunResult } from '../../result.ts';
import { makeRunner } from '../../runner/make-runner.ts';
import { makeInvocationId } from '../../store/invocation-id.ts';
import { createSurviveFolder, type SurviveFolder } from '../../store/survive/survive-folder.ts';
import type { SurviveReport, SurviveResult } from '../../survive/survive-report.ts';
import { warnOfBusyMachine } from '../busy-machine.ts';
import { type Interruption, listenForInterrupts } from '../interruption.ts';
import { type ContainerLimiter, makeContainerLimiter, requireCgroups } from './container-limiter.ts';
import { makeLimiters } from './limiter.ts';
import { measureSurvive } from './measure-survive.ts';
import { SurviveProgress } from './survive-progress.ts';

export interface MeasuredSurvival {
  readonly report: SurviveReport;
  readonly path: string;
  /** Only after an interruption. */
  readonly exitCode: number | undefined;
}

const SAMPLE_INTERVAL_MS = 5;

export async function measureSurvival(
  options: SurviveOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<MeasuredSurvival> {
  const nodes = options.node === undefined ? [] : [options.node];
  const prepared = await prepare({ ...options, nodes, all: false, matrix: false }, terminal);
  const cgroups = options.kinds.includes('container') ? requireCgroups() : undefined;
  const container = makeContainerLimiter(() => cgroups ?? requireCgroups());
  const startedAt = new Date().toISOString();
  const id = makeInvocationId(startedAt);
  const folder = createSurviveFolder(options.resultsRoot, id);
  const interruption = listenForInterrupts(terminal);
  warnOfBusyMachine(prepared.environment, terminal);
  try {
    const results = await measureAll({ options, prepared, folder, interruption, terminal, container });
    const report: SurviveReport = {
      ...{ schemaVersion: 1, id, startedAt, finishedAt: new Date().toISOString() },
      tool: { name: 'tidemark', version: readToolVersion() },
      complete: !interruption.signal.aborted,
      ...{ argv, environment: prepared.environment, results },
    };
    folder.finish(report);
    return { report, path: folder.path, exitCode: interruption.exitCode };
  } finally {
    interruption.stop();
    container.close();
    folder.close();
  }
}

interface Surviving {
  readonly options: SurviveOptions;
  readonly prepared: Prepared;
  readonly folder: SurviveFolder;
  readonly interruption: Interruption;
  readonly terminal: Terminal;
  readonly container: ContainerLimiter;
}

async function measureAll(surviving: Surviving): Promise<SurviveResult[]> {
  const { options, prepared, interruption, container } = surviving;
  const { subjects, caps } = prepared;
  const progress = new SurviveProgress(subjects, surviving.terminal);
  const runOne = makeRunOne(surviving, progress);
  const results: SurviveResult[] = [];
  try {
    for (const subject of subjects) {
      if (interruption.signal.aborted) break;
      const result = await measureSurvive(subject, {
        ...{ options, runOne, maxMemoryBytes: caps.maxMemoryBytes },
        limiters: makeLimiters(options.nodeFlags, container),
        onExpected: (one, runs, doing) => progress.expect(one, runs, doing),
      });
      if (result !== undefined) results.push(result);
    }
  } finally {
    progress.clear();
  }
  return results;
}

function makeRunOne(
  { options, prepared, folder, interruption, terminal }: Surviving,
  progress: SurviveProgress,
): (planned: PlannedRun) => Promise<RunResult | undefined> {
  const { nodeFlags: flags, environmentVariables } = options;
  const makeRun = makeRunner({
    ...{ flags, environmentVariables, ...prepared.caps },
    sampleIntervalMs: SAMPLE_INTERVAL_MS,
    signal: interruption.signal,
    outputPathOf: folder.outputPath,
    onRss: (rssBytes) => progress.see(rssBytes),
    onNotRemoved: (path, error) => {
      progress.clear();
      terminal.say(`! the temporary folder ${path} could not be removed: ${String(error)}`);
    },
    onSample: () => {},
  });
  let index = 0;
  return async (planned) => {
    if (interruption.signal.aborted) return undefined;
    progress.begin(planned);
    const { result } = await makeRun(planned, index);
    progress.end();
    index += 1;
    return result.outcome.state === 'aborted' ? undefined : result;
  };
}
