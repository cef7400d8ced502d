/** The identity of a case, the same on every machine: scenario, its file, parameters and the Node major. Pure. */
import type { ParameterKind, ParameterValues } from './result.ts';

export interface ScenarioIdentity {
  readonly scenario: string;
  /** See CaseResult. */
  readonly file?: string;
}

export interface CaseIdentity extends ScenarioIdentity {
  readonly parameters: ParameterValues;
  readonly parameterKinds: Readonly<Record<string, ParameterKind>>;
  /** The Node version. */
  readonly node: string;
}

/** The intended differences of A and B: the version of Node, flags, or a parameter by its name. */
export type Axis = 'node' | 'flags' | `parameter.${string}`;

/** Equal for two cases that differ only in `intendedDifferences`. */
export function caseKey(
  { parameters, node, ...identity }: ScenarioIdentity & Pick<CaseIdentity, 'parameters' | 'node'>,
  intendedDifferences: ReadonlySet<Axis> = new Set(),
): string {
  const compared = Object.entries(parameters)
    .filter(([name]) => !intendedDifferences.has(`parameter.${name}`))
    .sort(([one], [other]) => (one < other ? -1 : Number(one > other)));
  const major = intendedDifferences.has('node') ? '' : majorOf(node);
  return JSON.stringify([scenarioKey(identity), compared, major]);
}

/** Scenarios of the same name in different files have different keys. */
export const scenarioKey = ({ scenario, file = '' }: ScenarioIdentity): string =>
  JSON.stringify([scenario, file]);

/** The major of `24.1.0` and of `v24.2.0` is `24`. */
export const majorOf = (version: string): string => version.replace(/^v/, '').replace(/\..*$/s, '');

/** The name of a scenario as it is shown: with its path if another file among `all` has the same name. */
export function nameScenario({ scenario, file }: ScenarioIdentity, all: readonly ScenarioIdentity[]): string {
  const files = filesByName(all).get(scenario);
  const isAmbiguous = files !== undefined && (files.size > 1 || !files.has(file));
  return isAmbiguous ? `${scenario} (${file ?? 'tidemark'})` : scenario;
}

type FilesByName = ReadonlyMap<string, ReadonlySet<string | undefined>>;

/** Each of thousands of cases is named, among all of them. A list that has grown since is read again. */
const NAMED = new WeakMap<
  readonly ScenarioIdentity[],
  { readonly length: number; readonly files: FilesByName }
>();

function filesByName(all: readonly ScenarioIdentity[]): FilesByName {
  const known = NAMED.get(all);
  if (known?.length === all.length) return known.files;
  const files = new Map<string, Set<string | undefined>>();
  for (const { scenario, file } of all) files.set(scenario, (files.get(scenario) ?? new Set()).add(file));
  NAMED.set(all, { length: all.length, files });
  return files;
}

/** The cases of each scenario, in the order of their first case. */
export function groupByScenario<Case extends ScenarioIdentity>(cases: readonly Case[]): Case[][] {
  const groups = new Map<string, Case[]>();
  for (const one of cases) {
    const group = groups.get(scenarioKey(one));
    if (group === undefined) groups.set(scenarioKey(one), [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
