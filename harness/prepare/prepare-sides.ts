/** Everything that A and B need before the first run: their cases, Nodes, environments and labels. */

import { refuseIndistinguishable } from '../catalogue/scenario-file.ts';
import type { AbOptions } from '../command-line/ab.ts';
import type { RunCaps } from '../environment.ts';
import { type Case, planCases } from '../plan/plan-cases.ts';
import type { PairedSubject } from '../plan/plan-pairs.ts';
import type { Subject } from '../plan/plan-runs.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { MeasurementRequest } from '../request.ts';
import type { Environment, NodeEnvironment } from '../result.ts';
import type { StoredShard } from '../shards/shard.ts';
import type { Sides } from '../sides.ts';
import { type Checkout, readCheckout } from '../toolchain/git/read-commit.ts';
import { chooseBenchNode } from './bench-node.ts';
import { addCommonLimits } from './common-limits.ts';
import { findNodes, probeNodes } from './find-nodes.ts';
import { pairCases } from './pair-cases.ts';
import { describeMeasured, findCaps, prepareWatching } from './prepare.ts';
import { Revisions } from './revisions.ts';
import { storeRequest } from './stored-request.ts';
import { takePairs } from './take-shard.ts';
import { takeSupported } from './take-supported.ts';
import { labelVariant } from './variant-label.ts';

type SideName = keyof Sides<unknown>;

export interface PreparedSides {
  readonly subjects: readonly PairedSubject[];
  readonly labels: Sides<string>;
  readonly environments: Sides<Environment>;
  readonly caps: RunCaps;
  readonly requests: Sides<MeasurementRequest>;
  /** Removes the checkouts. */
  readonly remove: () => Promise<void>;
}

interface Side {
  readonly node: NodeEnvironment;
  /** Those that only this side has. */
  readonly nodeFlags: readonly string[];
  readonly cases: readonly Case[];
  /** The commit of a revision that was checked out. */
  readonly commit: string | undefined;
}

/** Throws a UsageError for what cannot be done, or `signal`'s reason, and then leaves nothing behind. */
export async function prepareSides(
  options: AbOptions,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<PreparedSides> {
  const revisions = new Revisions(options, terminal, signal);
  const remove = (): Promise<void> => revisions.remove();
  try {
    const sides = {
      a: await prepareSide('a', options, revisions, terminal),
      b: await prepareSide('b', options, revisions, terminal),
    };
    const all = pairCases(sides.a.cases, sides.b.cases, options.contrast).map(([a, b]) => ({
      a: makeSubject('a', a, sides.a),
      b: makeSubject('b', b, sides.b),
    }));
    const { pairs: subjects, shards } = takePairs(all, options.shard, {
      ...terminal,
      resultsRoot: options.resultsRoot,
    });
    const caps = findCaps(options);
    const environments = describeSides(sides, options.nodeFlags, caps, await readCheckout());
    await prepareWatching(terminal);
    const labels = {
      a: labelVariant('a', options.contrast, sides.a),
      b: labelVariant('b', options.contrast, sides.b),
    };
    const requests = {
      a: describeRequest('a', options, shards.a),
      b: describeRequest('b', options, shards.b),
    };
    return { subjects, labels, environments, caps, requests, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function prepareSide(
  side: SideName,
  { contrast, parameterValues, node: nodeOfBoth, nodeFlags: flagsOfBoth, limits }: AbOptions,
  revisions: Revisions,
  terminal: Terminal,
): Promise<Side> {
  const word = contrast.by === 'node' ? contrast.given[side] : nodeOfBoth;
  const nodeFlags = contrast.by === 'flag' ? contrast.given[side] : [];
  const paths = await findNodes(word === undefined ? [] : [word], terminal);
  const flags = [...flagsOfBoth, ...nodeFlags];
  const [node] = probeNodes(paths, flags);
  const revision = contrast.by === 'rev' ? contrast.given : undefined;
  const { scenarios: loaded, commit } = await revisions.load(revision, side, async () =>
    chooseBenchNode([node], flags),
  );
  const scenarios = addCommonLimits(loaded, limits);
  refuseIndistinguishable(scenarios);
  const own = listValues(side, { contrast, parameterValues });
  const cases = planCases(scenarios, { parameterValues: own, matrix: false });
  const requested = cases.map((one) => ({ case: one, execPath: node.execPath, node: node.node }));
  const supported = takeSupported(requested, terminal);
  return { node, nodeFlags, commit, cases: supported.map((subject) => subject.case) };
}

/** The values of both sides, replaced by those that this side sets. */
function listValues(
  side: SideName,
  { contrast, parameterValues }: Pick<AbOptions, 'contrast' | 'parameterValues'>,
): ReadonlyMap<string, readonly string[]> {
  if (contrast.by !== 'param') return parameterValues;
  const own = [...contrast.given[side]].map(([name, value]) => [name, [value]] as const);
  return new Map([...parameterValues, ...own]);
}

/** The request of this side, as if it were measured by itself. */
function describeRequest(
  side: SideName,
  { shard: _, ...options }: AbOptions,
  shard: StoredShard | undefined,
): MeasurementRequest {
  const { contrast, node, nodeFlags } = options;
  const ownNode = contrast.by === 'node' ? contrast.given[side] : node;
  return storeRequest(
    'ab',
    {
      ...options,
      ...{ all: false, matrix: false, measureRuns: undefined, profileRuns: undefined, stableRuns: 0 },
      parameterValues: listValues(side, options),
      nodes: ownNode === undefined ? [] : [ownNode],
      runtimes: [],
      nodeFlags: contrast.by === 'flag' ? [...nodeFlags, ...contrast.given[side]] : nodeFlags,
      growth: options.classes.has('growth'),
      growthAtMostBytes: undefined,
      timesBriefly: false,
    },
    shard,
  );
}

const makeSubject = (name: SideName, one: Case, { node, nodeFlags, commit }: Side): Subject => ({
  case: one,
  execPath: node.execPath,
  node: node.node,
  side: { name, nodeFlags, isCheckedOut: commit !== undefined },
});

/** Both sides run on one machine at the same time; only what differs between them is described twice. */
function describeSides(
  { a, b }: Sides<Side>,
  flagsOfBoth: readonly string[],
  caps: RunCaps,
  checkout: Checkout,
): Sides<Environment> {
  const common = describeMeasured([a.node], flagsOfBoth, caps, checkout);
  const describe = ({ node, nodeFlags, commit }: Side): Environment => ({
    ...common,
    ...node,
    nodes: [node],
    flags: [...common.flags, ...nodeFlags],
    ...(commit !== undefined && { gitCommit: commit, gitIsClean: true }),
  });
  return { a: describe(a), b: describe(b) };
}
