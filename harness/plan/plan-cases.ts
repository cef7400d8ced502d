/** Turns what is requested into cases. Pure: a mistake in the request is found here, before anything runs. */

import { axesOf, type DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { UsageError } from '../errors.ts';
import type { Parameter, ParameterValue } from '../scenario.ts';
import { formatBytes, parseBytes } from '../units.ts';
import { suggestWord } from '../words/suggest-word.ts';

export interface Case {
  readonly scenario: DescribedScenario;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

export interface ParameterRequest {
  /** The words that were given for each parameter: values, or `all`. */
  readonly parameterValues: ReadonlyMap<string, readonly string[]>;
  /** Whether every parameter that was not requested takes all its declared values. */
  readonly matrix: boolean;
  /** Whether more than 10,000 cases are meant. Only `run` has an option for that. */
  readonly allowsManyCases?: boolean;
}

/** More would take days: a slip of the pen, as a rule. */
const MANY_CASES = 10_000;
/** More would not fit into memory. */
const MAX_CASES = 1_000_000;

/** Every combination of the values requested, scenario by scenario; the defaults where nothing was requested. */
export function planCases(scenarios: readonly DescribedScenario[], request: ParameterRequest): Case[] {
  refuseUnknown(scenarios, request);
  const planned = scenarios.map((scenario) => ({ scenario, axes: listAxes(scenario, request) }));
  refuseMany(
    planned.reduce((sum, { axes }) => sum + axes.reduce((count, [, values]) => count * values.length, 1), 0),
    request,
  );
  return planned.flatMap(({ scenario, axes }) => {
    const cases = combine(axes).map((parameters) => ({ scenario, parameters }));
    for (const one of cases) refuseBeyondVolume(one);
    return cases;
  });
}

type Axis = readonly [name: string, values: readonly ParameterValue[]];

function listAxes(scenario: DescribedScenario, request: ParameterRequest): Axis[] {
  const compared = axesOf(scenario.comparisonTable);
  return Object.entries(scenario.parameters).map(([name, parameter]) => [
    name,
    valuesOf(name, parameter, { ...request, matrix: request.matrix || compared.includes(name) }),
  ]);
}

function refuseMany(count: number, { allowsManyCases }: ParameterRequest): void {
  const max = allowsManyCases === true ? MAX_CASES : MANY_CASES;
  if (count <= max) return;
  const canConfirm = allowsManyCases === false && count <= MAX_CASES;
  throw new UsageError(
    `${count.toLocaleString('en')} cases are too many: at most ${max.toLocaleString('en')}`,
    {
      hint: `choose fewer values${canConfirm ? ', or measure all of them: run --yes' : ''}`,
    },
  );
}

/** The name of the parameter that growth multiplies. */
export function volumeNameOf(scenario: DescribedScenario): string | undefined {
  return Object.entries(scenario.parameters).find(([, { kind }]) => kind === 'volume')?.[0];
}

function refuseUnknown(scenarios: readonly DescribedScenario[], { parameterValues }: ParameterRequest): void {
  const known = [...new Set(scenarios.flatMap(({ parameters }) => Object.keys(parameters)))];
  for (const name of parameterValues.keys()) {
    if (known.includes(name)) continue;
    const which =
      scenarios.length === 1 ? `${scenarios[0]?.name} has no` : 'none of the selected scenarios has a';
    throw new UsageError(`${which} parameter ${name}`, {
      hint:
        suggestWord(name, known) ??
        (known.length > 0 ? `available: ${known.join(', ')}` : 'it has no parameters'),
    });
  }
}

function valuesOf(
  name: string,
  parameter: Parameter,
  { parameterValues, matrix }: ParameterRequest,
): readonly ParameterValue[] {
  const words = parameterValues.get(name);
  if (words === undefined) return matrix ? parameter.values : parameter.values.slice(0, 1);
  const values = words.flatMap((word): readonly ParameterValue[] =>
    word === 'all' ? parameter.values : [parseValue(name, parameter, word)],
  );
  return [...new Set(values)];
}

function parseValue(name: string, parameter: Parameter, word: string): ParameterValue {
  switch (parameter.kind) {
    case 'choice':
      return parseChoice(name, parameter.values, word);
    case 'count':
      return requirePositiveWhole(name, word, { value: parseCount(word), ...COUNT_WORDS });
    default:
      return requirePositiveWhole(name, word, { value: parseBytes(word), ...SIZE_WORDS });
  }
}

const parseCount = (word: string): number | undefined =>
  /^[+-]?\d+(\.\d+)?(e\+?\d+)?$/i.test(word) ? Number(word) : undefined;

const COUNT_WORDS = { needed: 'number', whole: 'number', examples: ['10'] };
const SIZE_WORDS = {
  needed: 'number with a unit that tidemark knows (B, KiB, MiB, GiB, kB, MB, GB)',
  whole: 'number of bytes',
  examples: ['16KiB', '1MiB'],
};

function parseChoice(name: string, values: readonly string[], word: string): string {
  if (values.includes(word)) return word;
  throw new UsageError(`${name} cannot be '${word}'`, {
    hint: suggestWord(word, values) ?? `choose one of ${values.join(', ')}, or all`,
  });
}

interface Amount {
  /** Undefined if the word is not a number. */
  readonly value: number | undefined;
  readonly needed: string;
  readonly whole: string;
  readonly examples: readonly string[];
}

function requirePositiveWhole(name: string, word: string, amount: Amount): number {
  const { value, examples } = amount;
  const fault = faultOf(amount);
  if (value !== undefined && fault === undefined) return value;
  const hint = `try ${examples.map((example) => `--param ${name}=${example}`).join(' or ')}`;
  throw new UsageError(`${name}=${word} ${fault}`, { hint });
}

function faultOf({ value, needed, whole }: Amount): string | undefined {
  if (value === undefined) return `is not a ${needed}`;
  if (!Number.isFinite(value)) return 'is not finite';
  if (value <= 0) return 'is not positive';
  if (!Number.isInteger(value)) return `is not a whole ${whole}`;
  if (!Number.isSafeInteger(value)) return 'is too large';
  return undefined;
}

/** A size that exceeds the volume is never reached, so the case would show nothing. */
function refuseBeyondVolume({ scenario, parameters }: Case): void {
  const volumeName = volumeNameOf(scenario);
  const volumeBytes = volumeName === undefined ? undefined : parameters[volumeName];
  if (typeof volumeBytes !== 'number') return;
  for (const [name, { kind }] of Object.entries(scenario.parameters)) {
    const value = parameters[name];
    if (kind !== 'bytes' || typeof value !== 'number' || value <= volumeBytes) continue;
    throw new UsageError(
      `${scenario.name}: ${name} (${formatBytes(value)}) exceeds the ${volumeName} (${formatBytes(volumeBytes)})`,
      {
        hint: `choose a smaller ${name}, or a larger volume: --param ${volumeName}=${formatBytes(value * 10).replace(' ', '')}`,
      },
    );
  }
}

function combine(axes: readonly Axis[]): Record<string, ParameterValue>[] {
  return axes.reduce<Record<string, ParameterValue>[]>(
    (cases, [name, values]) => cases.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}
