/** What is never divided among machines: a case, with all its runs on every Node. */
import { type CaseIdentity, caseKey, type ScenarioIdentity } from '../case-key.ts';

const ANY_NODE = new Set(['node'] as const);

/** The same on every machine, and for each Node that measures the case. */
export const unitKey = (identity: ScenarioIdentity & Pick<CaseIdentity, 'parameters'>): string =>
  caseKey({ ...identity, node: '' }, ANY_NODE);

/** `ignore-drain, highWaterMark=65536`: a case that nobody has measured, for a person. */
export function nameUnit(key: string): string {
  try {
    const [scenario, parameters] = JSON.parse(key) as [string, readonly (readonly [string, unknown])[]];
    const [name, file] = JSON.parse(scenario) as [string, string];
    const values = parameters.map(([parameter, value]) => `${parameter}=${value}`);
    return [`${name}${file === '' ? '' : ` (${file})`}`, ...values].join(', ');
  } catch {
    return key;
  }
}
