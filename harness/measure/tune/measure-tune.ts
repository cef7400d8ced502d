/** `tune`: from its request to its answer and the report of its runs. */
import { identifyScenario } from '../../catalogue/scenario-file.ts';
import type { TuneOptions } from '../../command-line/tune.ts';
import { UsageError } from '../../errors.ts';
import { readToolVersion } from '../../package-root.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import { makeRandom } from '../../plan/random.ts';
import { type Prepared, prepare } from '../../prepare/prepare.ts';
import { storeRequest } from '../../prepare/stored-request.ts';
import type { Terminal } from '../../report/terminal/open-terminal.ts';
import { wrapText } from '../../report/text/wrap-text.ts';
import type { Report } from '../../result.ts';
import { type TuneRequest, tune } from '../../tune/tune.ts';
import type { Tuning } from '../../tune/tuning.ts';
import type { TuningReport } from '../../tune/tuning-report.ts';
import { formatDuration } from '../../units.ts';
import { warnOfBusyMachine } from '../busy-machine.ts';
import { describeConditions } from '../conditions.ts';
import type { Interruption } from '../interruption.ts';
import { openInvocation } from '../invocation.ts';
import { makeReport } from '../make-report.ts';
import { Session } from '../session.ts';
import { calibrate } from './calibrate.ts';
import { findParameter, findSubject, readVolume, type TunedParameter, toRunOptions } from './subject.ts';
import { TuneRuns, trackTuning } from './tune-runs.ts';

export interface MeasuredTuning {
  /** Absent if the user interrupted before anything was known. */
  readonly tuning?: TuningReport;
  readonly report: Report;
  /** The folder of the invocation. */
  readonly path: string;
}

export async function measureTune(
  options: TuneOptions,
  argv: readonly string[],
  { interruption, terminal }: { readonly interruption: Interruption; readonly terminal: Terminal },
): Promise<MeasuredTuning> {
  const runOptions = toRunOptions(options);
  const prepared = await prepare(runOptions, terminal);
  const [first] = prepared.subjects;
  if (first === undefined) throw new UsageError('no scenario is selected');
  const parameter = findParameter(first.case.scenario, options.parameter);
  const subject = findSubject(prepared.subjects, options, parameter);
  const { invocation, folder } = openInvocation(options.resultsRoot, {
    ...{ seed: options.seed, argv, nodePaths: prepared.nodePaths },
    conditions: describeConditions(prepared),
    request: storeRequest('tune', runOptions),
  });
  const startedMs = performance.now();
  const session = openSession(prepared, options, parameter, { folder, interruption, terminal });
  const runs = new TuneRuns({ subject, parameter, runOne: (planned) => session.runOne(planned) });
  let tuning: Tuning | undefined;
  try {
    warnOfBusyMachine(prepared.environment, terminal);
    sayEstimate(parameter, options, terminal);
    tuning = await measureValues(runs, prepared.subjects, parameter, options);
  } finally {
    session.clear();
  }
  const { environment } = prepared;
  const complete = !interruption.signal.aborted;
  const report = makeReport(invocation, { environment, results: runs.listResults(), complete });
  await folder.finish(report);
  if (tuning === undefined) return { report, path: folder.path };
  const tookMs = performance.now() - startedMs;
  return {
    tuning: { ...tuning, ...describe(subject, parameter, options, runs), id: invocation.id, tookMs },
    report,
    path: folder.path,
  };
}

function openSession(
  { caps }: Prepared,
  { nodeFlags: flags, environmentVariables, limitMs }: TuneOptions,
  parameter: TunedParameter,
  {
    folder,
    interruption,
    terminal,
  }: {
    readonly folder: ReturnType<typeof openInvocation>['folder'];
    readonly interruption: Interruption;
    readonly terminal: Terminal;
  },
): Session {
  const remaining = trackTuning(parameter, { limitMs, now: () => performance.now() });
  return new Session(
    {
      ...{ flags, environmentVariables, ...caps, sampleIntervalMs: 20 },
      ...{ folderOf: () => folder, finishedRuns: [], remaining },
    },
    interruption,
    terminal,
  );
}

function sayEstimate(
  { name }: TunedParameter,
  { limitMs }: TuneOptions,
  { say, colors, width }: Terminal,
): void {
  const line = `tuning ${name}: up to 12 values in interleaved rounds, about ${formatDuration(limitMs)} or less`;
  say(colors.dim(wrapText(line, width, '  ')));
}

/** Undefined if the user interrupted before anything could be compared. */
async function measureValues(
  runs: TuneRuns,
  subjects: readonly Subject[],
  parameter: TunedParameter,
  options: TuneOptions,
): Promise<Tuning | undefined> {
  const { within, limitMs, parameterValues } = options;
  const { defaultValue } = parameter;
  const given = parameterValues.has(parameter.name)
    ? subjects.map((one) => Number(one.case.parameters[parameter.name]))
    : undefined;
  const startedMs = performance.now();
  const [subject] = subjects;
  const volume = subject === undefined ? undefined : readVolume(subject);
  const canChangeVolume = volume !== undefined && !parameterValues.has(volume.name) && given === undefined;
  const calibration =
    given === undefined
      ? await calibrate(runs, { parameter, within, limitMs, canChangeVolume })
      : {
          range: { kind: parameter.kind, min: 1, max: Math.max(...given) },
          begin: defaultValue,
          looks: new Map(),
        };
  if (calibration === undefined) return undefined;
  const request: TuneRequest = {
    ...calibration,
    ...{ defaultValue, within, fits: makeFits(options, runs) },
    ...(given !== undefined && { values: given }),
    limitMs: Math.max(1, limitMs - (performance.now() - startedMs)),
  };
  return tune(request, {
    measure: async (value) => (await runs.measure(value))?.trial,
    measureLive: (value) => runs.measureLive(value),
    now: () => performance.now(),
    random: makeRandom(options.seed),
  });
}

function makeFits({ budgetBytes, latencyMs }: TuneOptions, runs: TuneRuns): TuneRequest['fits'] {
  const option = budgetBytes === undefined ? '--latency' : '--budget';
  return ({ peakBufferedBytes, throughput }) => {
    if (budgetBytes === undefined && latencyMs === undefined) return true;
    if (peakBufferedBytes === undefined) {
      throw new UsageError(`${option} needs to know what is buffered, and no stream is watched`, {
        hint: "call watch('sink', stream) in run()",
      });
    }
    if (budgetBytes !== undefined) return peakBufferedBytes <= budgetBytes;
    if (runs.unit === 'runs') {
      throw new UsageError('--latency needs to know how fast bytes pass, and none were counted', {
        hint: 'watch a stream of bytes, or give --budget',
      });
    }
    return (1000 * peakBufferedBytes) / throughput <= (latencyMs ?? 0);
  };
}

function describe(
  subject: Subject,
  parameter: TunedParameter,
  { seed, budgetBytes, latencyMs, parameterValues }: TuneOptions,
  runs: TuneRuns,
): Omit<TuningReport, keyof Tuning | 'id' | 'tookMs'> {
  const { scenario, parameters } = subject.case;
  const volume = readVolume(subject);
  const isOwnVolume = volume === undefined || volume.bytes === runs.volumeBytes;
  const { [parameter.name]: _tuned, ...fixed } = parameters;
  const ofVolume = isOwnVolume || runs.volumeBytes === undefined ? {} : { [volume.name]: runs.volumeBytes };
  return {
    tool: { name: 'tidemark', version: readToolVersion() },
    seed,
    ...toIdentity(subject),
    node: subject.node,
    parameter: parameter.name,
    kind: parameter.kind,
    throughputUnit: runs.unit === 'runs' ? 'runsPerSecond' : 'bytesPerSecond',
    parameters: { ...fixed, ...ofVolume },
    parameterKinds: Object.fromEntries(
      Object.entries(scenario.parameters).map(([name, { kind }]) => [name, kind]),
    ),
    givenParameters: [...parameterValues.keys(), ...Object.keys(ofVolume)].filter(
      (name) => name !== parameter.name,
    ),
    ...(!isOwnVolume && { scenarioVolumeBytes: volume.bytes }),
    ...(budgetBytes !== undefined && { budgetBytes }),
    ...(latencyMs !== undefined && { latencyMs }),
  };
}

function toIdentity(subject: Subject): Pick<TuningReport, 'scenario' | 'file'> {
  const { scenario, file } = identifyScenario(subject.case.scenario);
  return { scenario, ...(file !== undefined && { file }) };
}
