/** The one case that is tuned: its scenario, its fixed parameters, and the parameter to choose. */
import type { DescribedScenario } from '../../catalogue/describe-scenarios.ts';
import type { RunOptions } from '../../command-line/run.ts';
import type { TuneOptions } from '../../command-line/tune.ts';
import { UsageError } from '../../errors.ts';
import { volumeNameOf } from '../../plan/plan-cases.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import { suggestWord } from '../../words/suggest-word.ts';

export interface TunedParameter {
  readonly name: string;
  readonly kind: 'bytes' | 'count';
  readonly defaultValue: number;
}

/** What `prepare` needs: one case, or one for each value that was given for the parameter. */
export function toRunOptions(options: TuneOptions): RunOptions {
  const { scenario, node, parameterValues, nodeFlags, environmentVariables } = options;
  const { timeoutMs, maxMemoryBytes, seed, resultsRoot, strict, json } = options;
  return {
    ...{ command: 'run', scenarios: [scenario], all: false, parameterValues, matrix: false },
    ...{ allowsManyCases: false, nodes: node === undefined ? [] : [node], runtimes: [] },
    ...{ nodeFlags, environmentVariables },
    ...{ measureRuns: undefined, profileRuns: 0, stableRuns: 0, growth: false },
    ...{
      growthVolumeBytes: undefined,
      shard: undefined,
      growthAtMostBytes: undefined,
      timesBriefly: false,
      limits: {},
    },
    ...{ sampleIntervalMs: SAMPLE_INTERVAL_MS, timeoutMs, maxMemoryBytes, seed, json, reporters: [] },
    ...{ resultsRoot, resume: undefined, watches: false, verbose: false, strict },
  };
}

/** Of the run that reads live memory. */
const SAMPLE_INTERVAL_MS = 20;

const HIGH_WATER_MARK = 'highWaterMark';

/** The parameter that `--parameter` names, highWaterMark, or the only one there is. */
export function findParameter(scenario: DescribedScenario, named: string | undefined): TunedParameter {
  const tunable = Object.entries(scenario.parameters).flatMap(([name, { kind, values }]) =>
    kind === 'bytes' || kind === 'count' ? [{ name, kind, defaultValue: values[0] ?? 1 }] : [],
  );
  const names = tunable.map(({ name }) => name);
  const [only, ...others] = names;
  const name = named ?? (names.includes(HIGH_WATER_MARK) || others.length > 0 ? HIGH_WATER_MARK : only);
  const found = tunable.find((one) => one.name === name);
  if (found === undefined) throw refuseName(scenario, name, { named, names });
  return found;
}

function refuseName(
  { name: scenario, parameters }: DescribedScenario,
  name: string | undefined,
  { named, names }: { readonly named: string | undefined; readonly names: readonly string[] },
): UsageError {
  if (names.length === 0)
    return new UsageError(`${scenario} has no parameter that can be tuned: a size or a number`, {
      hint: 'declare one: parameters: { highWaterMark: bytes([64 * KiB]) }',
    });
  if (named === undefined)
    return new UsageError(`${scenario} has no highWaterMark`, {
      hint: `say which parameter to tune: --parameter ${names.join(' or --parameter ')}`,
    });
  const isOther = name !== undefined && Object.hasOwn(parameters, name);
  return new UsageError(
    isOther ? `${name} is not a size or a number` : `${scenario} has no parameter ${named}`,
    { hint: suggestWord(named, names) ?? `available: ${names.join(', ')}` },
  );
}

/** The first of the prepared cases. Throws a UsageError if several values were given for another parameter. */
export function findSubject(
  [subject]: readonly Subject[],
  { parameterValues }: Pick<TuneOptions, 'parameterValues'>,
  { name }: TunedParameter,
): Subject {
  if (subject === undefined) throw new UsageError('no scenario is selected');
  const { scenario } = subject.case;
  for (const [other, values] of parameterValues) {
    if (other === name || (values.length < 2 && !values.includes('all'))) continue;
    throw new UsageError(`--param ${other} has several values`, {
      hint: `give it one value, or choose it: --parameter ${other}`,
    });
  }
  if (scenario.expect?.outcome !== undefined) {
    throw new UsageError(`${scenario.name} is expected not to complete: it has no throughput`, {
      hint: 'choose another scenario',
    });
  }
  return subject;
}

/** With other values for its parameters. */
export const withParameters = (subject: Subject, parameters: Readonly<Record<string, number>>): Subject => ({
  ...subject,
  case: { ...subject.case, parameters: { ...subject.case.parameters, ...parameters } },
});

/** The volume, if the scenario has one. */
export function readVolume({
  case: { scenario, parameters },
}: Subject): { readonly name: string; readonly bytes: number } | undefined {
  const name = volumeNameOf(scenario);
  return name === undefined ? undefined : { name, bytes: Number(parameters[name]) };
}
