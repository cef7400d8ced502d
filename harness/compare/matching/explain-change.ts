/** Why a case has no counterpart: it was renamed, or its parameters changed. Pure. */
import { type CaseIdentity, type ScenarioIdentity, scenarioKey } from '../../case-key.ts';
import type { ParameterKind, ParameterValues } from '../../result.ts';
import type { ParameterValue } from '../../scenario.ts';
import { formatBytes } from '../../units.ts';

export interface ChangedCase extends ScenarioIdentity, Pick<CaseIdentity, 'parameters' | 'parameterKinds'> {
  readonly programHash?: string;
}

/**
 * `renamed to upload-file`, `volume is 64 MiB now, and was 256 MiB`, `rate is a new parameter`. `others` are the cases of
 * the other side that have no counterpart either. Undefined where none is like it.
 */
export function explainChange(one: ChangedCase, others: readonly ChangedCase[]): string | undefined {
  const sameScenario = others.filter((other) => scenarioKey(other) === scenarioKey(one));
  const [nearest] = [...sameScenario].sort(
    (other, another) => differingNames(one, other).length - differingNames(one, another).length,
  );
  return nearest === undefined ? explainRename(one, others) : explainParameters(one, nearest);
}

/** `perhaps renamed from upload, …`: `removed` are cases that are no longer there. */
export const explainOrigin = (one: ChangedCase, removed: readonly ChangedCase[]): string | undefined =>
  explainRename(one, removed)?.replace('renamed to', 'renamed from');

function explainRename(one: ChangedCase, others: readonly ChangedCase[]): string | undefined {
  const sameParameters = others.filter((other) => differingNames(one, other).length === 0);
  const sameProgram = sameParameters.find(
    ({ programHash }) => programHash !== undefined && programHash === one.programHash,
  );
  if (sameProgram !== undefined) return `renamed to ${sameProgram.scenario}`;
  const names = new Set(sameParameters.map(({ scenario }) => scenario));
  const [only] = names;
  const isLikely = names.size === 1 && Object.keys(one.parameters).length > 0;
  return isLikely ? `perhaps renamed to ${only}, which has the same parameters` : undefined;
}

function explainParameters(one: ChangedCase, other: ChangedCase): string {
  return differingNames(one, other)
    .map((name) => {
      const [was, is] = [one, other].map((each) => showValue(name, each));
      if (was === undefined) return `${name} is a new parameter (${is})`;
      if (is === undefined) return `${name} is no longer a parameter (it was ${was})`;
      return `${name} is ${is} now, and was ${was}`;
    })
    .join('; ');
}

const differingNames = ({ parameters: of }: ChangedCase, { parameters: to }: ChangedCase): string[] =>
  [...new Set([...Object.keys(of), ...Object.keys(to)])].filter((name) => read(of, name) !== read(to, name));

const read = (parameters: ParameterValues, name: string): ParameterValue | undefined =>
  Object.hasOwn(parameters, name) ? parameters[name] : undefined;

function showValue(name: string, { parameters, parameterKinds }: ChangedCase): string | undefined {
  const value = read(parameters, name);
  const kind: ParameterKind | undefined = parameterKinds[name];
  const isSize = typeof value === 'number' && (kind === 'bytes' || kind === 'volume');
  return value === undefined ? undefined : isSize ? formatBytes(value) : String(value);
}
