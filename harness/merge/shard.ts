/** What a report says of the shards that its cases come from. */
import { type CaseIdentity, caseKey, type ScenarioIdentity } from '../case-key.ts';
import type { Environment } from '../environment.ts';

/** The key of a case, the same for every Node, and the shard that measures it. */
export type PlannedCase = readonly [key: string, shard: number];

/** Which share of a plan was measured; `cases` are those of all shards, in their order. */
export interface StoredShard {
  readonly index: number;
  readonly total: number;
  readonly cases: readonly PlannedCase[];
}

/** An invocation whose results are in a merged report. */
export interface MergedInvocation {
  readonly id: string;
  readonly index: number;
  readonly total: number;
  /** The key of its plan in `plans`. */
  readonly plan: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly complete: boolean;
  readonly seed: number;
  readonly environment: Environment;
}

/** Where the results of a merged report come from. */
export interface Merged {
  readonly plans: Readonly<Record<string, readonly PlannedCase[]>>;
  readonly invocations: readonly MergedInvocation[];
}

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
