import { type CaseIdentity, groupByScenario, type ScenarioIdentity, scenarioKey } from '../../case-key.ts';
import type { ComparedIdentity } from '../../compare/verdict.ts';
import type { CaseResult, ParameterKind } from '../../result.ts';
import { nameNode } from '../../runtimes/runtime.ts';
import type { ParameterValue } from '../../scenario.ts';
import type { Sides } from '../../sides.ts';
import { formatBytes, formatCount } from '../../units.ts';
import { quoteLine } from './terminal-text.ts';

/** Formats a value by the kind of its parameter: a count is not a size, however large it is. */
export function formatParameter(value: ParameterValue, kind: ParameterKind | undefined): string {
  if (typeof value === 'string') return quoteLine(value);
  return kind === 'bytes' || kind === 'volume' ? formatBytes(value) : formatCount(value);
}

type Labelled = Pick<CaseResult, 'parameters' | 'parameterKinds' | 'node'>;

/** The names of the parameters that differ between the cases, and `node` if several Nodes ran them. */
export function varyingAxes(results: readonly Labelled[]): string[] {
  const names = [...new Set(results.flatMap(({ parameters }) => Object.keys(parameters)))];
  const varying = names.filter((name) => new Set(results.map(({ parameters }) => parameters[name])).size > 1);
  return new Set(results.map(({ node }) => node)).size > 1 ? [...varying, 'node'] : varying;
}

/** `highWaterMark 64 KiB, sink file`: what distinguishes this case from the others. Empty where nothing does. */
export const labelCase = (result: Labelled, axes: readonly string[]): string =>
  axes
    .map((axis) => {
      const value = formatAxis(result, axis);
      return value === undefined ? '' : `${quoteLine(axis)} ${value}`;
    })
    .filter((part) => part !== '')
    .join(', ');

/** The same, to be appended to a sentence: ` [highWaterMark 64 KiB, sink file]`. */
export function labelSentence(result: Labelled, axes: readonly string[]): string {
  const label = labelCase(result, axes);
  return label === '' ? '' : ` [${label}]`;
}

/** Every parameter of a case and its Node: for a case that no table shows. */
export const labelFully = ({ parameters, parameterKinds, node }: Labelled): string =>
  [
    ...Object.entries(parameters).map(
      ([name, value]) => `${quoteLine(name)} ${formatParameter(value, parameterKinds[name])}`,
    ),
    nameNode(node, quoteLine),
  ].join(', ');

/** What distinguishes the cases of a scenario from each other, by its key. */
export function findAxes<Case extends ScenarioIdentity>(
  cases: readonly Case[],
  find: (own: readonly Case[]) => string[],
): Map<string, string[]> {
  return new Map(
    groupByScenario(cases).flatMap((own) => (own[0] === undefined ? [] : [[scenarioKey(own[0]), find(own)]])),
  );
}

/** The axes that differ between compared cases, or between A and B within one of them. */
export function varyingComparedAxes(cases: readonly Sides<ComparedIdentity>[]): string[] {
  const names = cases.flatMap(({ a, b }) => [a, b].flatMap(({ parameters }) => Object.keys(parameters)));
  const bothOf = ({ a, b }: Sides<ComparedIdentity>, axis: string): string =>
    JSON.stringify([readAxis(a, axis), readAxis(b, axis)]);
  return [...new Set([...names, 'node'])].filter(
    (axis) =>
      new Set(cases.map((one) => bothOf(one, axis))).size > 1 ||
      cases.some(({ a, b }) => readAxis(a, axis) !== readAxis(b, axis)),
  );
}

/** `highWaterMark 64 KiB → 1 MiB, sink file`. */
export const labelCompared = ({ a, b }: Sides<ComparedIdentity>, axes: readonly string[]): string =>
  axes
    .map((axis) => {
      const [inA, inB] = [formatAxis(a, axis), formatAxis(b, axis)];
      if (inA === undefined && inB === undefined) return '';
      return `${quoteLine(axis)} ${inA === inB ? inA : `${inA ?? 'none'} → ${inB ?? 'none'}`}`;
    })
    .filter((part) => part !== '')
    .join(', ');

/** A parameter called `node` takes precedence over the Node. */
const readAxis = ({ parameters, node }: Pick<CaseIdentity, 'parameters' | 'node'>, axis: string) =>
  Object.hasOwn(parameters, axis) ? parameters[axis] : axis === 'node' ? node : undefined;

function formatAxis(one: Labelled, axis: string): string | undefined {
  const value = readAxis(one, axis);
  return value === undefined ? undefined : formatParameter(value, one.parameterKinds[axis]);
}
