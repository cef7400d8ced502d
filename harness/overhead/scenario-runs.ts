/** Runs of one compiled scenario, made as `tidemark run` makes them. */
import { pathToFileURL } from 'node:url';
import { describeScenarios } from '../catalogue/describe-scenarios.ts';
import { compiled } from '../package-root.ts';
import { planCases } from '../plan/plan-cases.ts';
import { findAvailableMemory } from '../processes/available-memory.ts';
import { describeOutcome } from '../report/text/outcome-text.ts';
import type { RunResult } from '../result.ts';
import { makeRunner, type Runner, type RunnerSettings } from '../runner/make-runner.ts';
import type { ParameterValue } from '../scenario.ts';

export const TIMEOUT_MS = 5 * 60 * 1000;

interface RunOverrides {
  /** Values of parameters that differ from the default. */
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Undefined for a run without a sampler. */
  readonly sampleIntervalMs?: number;
  readonly onSample?: RunnerSettings['onSample'];
}

export type MakeRun = (overrides?: RunOverrides) => Promise<RunResult>;

/** A run that did not complete, or failed a check of its scenario: its figures cannot be used. */
export class NotMeasured extends Error {
  override readonly name = 'NotMeasured';
}

/** Finds a scenario by the path of its compiled file in dist. */
export async function openScenario(path: string): Promise<MakeRun> {
  const url = pathToFileURL(compiled(path)).href;
  const described = await describeScenarios([{ source: url, url }]);
  const [first] = planCases(described, { parameterValues: new Map(), matrix: false });
  if (first === undefined) throw new NotMeasured(`${path} is not a scenario`);
  const runners = new Map<number, Runner>();
  let keep: RunnerSettings['onSample'] = () => {};
  // One for all runs, as in an invocation.
  const runnerFor = (sampleIntervalMs: number): Runner => {
    const runner =
      runners.get(sampleIntervalMs) ?? makeRunner(settingsOf(sampleIntervalMs, (...all) => keep(...all)));
    runners.set(sampleIntervalMs, runner);
    return runner;
  };
  return async ({ parameters: overrides = {}, sampleIntervalMs, onSample = () => {} } = {}) => {
    const parameters = { ...first.parameters, ...overrides };
    const isSampled = sampleIntervalMs !== undefined;
    const makeRun = runnerFor(sampleIntervalMs ?? 0);
    keep = onSample;
    const subject = {
      case: { ...first, parameters },
      execPath: process.execPath,
      node: process.versions.node,
    };
    const kind = isSampled ? 'profile' : 'measure';
    const key = first.scenario.name;
    const planned = { key, subject, kind, parameters, isSampled, rounds: 1, flags: [] } as const;
    const { result } = await makeRun(planned, 0);
    return requireCompleted(key, result);
  };
}

const settingsOf = (sampleIntervalMs: number, onSample: RunnerSettings['onSample']): RunnerSettings => ({
  flags: [],
  sampleIntervalMs,
  timeoutMs: TIMEOUT_MS,
  maxMemoryBytes: findAvailableMemory().defaultMaxBytes,
  environmentVariables: [],
  signal: new AbortController().signal,
  onRss: () => {},
  onSample,
});

/** Throws if the run does not have the figure. */
export function requireFigure(name: string, value: number | undefined): number {
  if (value === undefined) throw new NotMeasured(`${name} was not measured`);
  return value;
}

function requireCompleted(name: string, result: RunResult): RunResult {
  const { outcome, checks = [], reproduce = '' } = result;
  if (outcome.state !== 'completed')
    throw new NotMeasured(`${name} ${describeOutcome(outcome)}\n${reproduce}`);
  const broken = checks.filter(({ passed }) => !passed).map(({ text }) => text);
  if (broken.length > 0) throw new NotMeasured(`${name}: expectation failed: ${broken.join(', ')}`);
  return result;
}
