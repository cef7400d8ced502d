import { listNames } from '../catalogue/built-in.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { refuseIndistinguishable } from '../catalogue/scenario-file.ts';
import type { RunOptions } from '../command-line/run.ts';
import { describeEnvironment, type RunCaps } from '../environment.ts';
import { planCases } from '../plan/plan-cases.ts';
import type { Subject } from '../plan/plan-runs.ts';
import { findAvailableMemory } from '../processes/available-memory.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import type { Environment, NodeEnvironment } from '../result.ts';
import { prepareMonitor } from '../runner/process-monitor.ts';
import type { StoredShard } from '../shards/shard.ts';
import { type Checkout, readCheckout } from '../toolchain/git/read-commit.ts';
import { formatBytes } from '../units.ts';
import { chooseBenchNode } from './bench-node.ts';
import { addCommonLimits } from './common-limits.ts';
import { findNodes, probeNodes, probeRuntimes } from './find-nodes.ts';
import { takeMeasurable } from './take-measurable.ts';
import { takeShard } from './take-shard.ts';
import { takeSupported } from './take-supported.ts';
import { describeLittleSpace } from './temporary-space.ts';

export interface Prepared {
  readonly environment: Environment;
  readonly subjects: readonly Subject[];
  readonly caps: RunCaps;
  /** The binaries that `--node` selected; none for the Node that runs tidemark. */
  readonly nodePaths: readonly string[];
  /** Which share of the cases the subjects are; absent if they are all. */
  readonly shard?: StoredShard;
}

type Requested = Pick<
  RunOptions,
  'scenarios' | 'all' | 'parameterValues' | 'matrix' | 'nodes' | 'nodeFlags' | 'maxMemoryBytes' | 'timeoutMs'
> &
  Partial<Pick<RunOptions, 'allowsManyCases' | 'limits' | 'shard' | 'growth' | 'runtimes'>> &
  Pick<RunOptions, 'resultsRoot'>;

/** Finds everything that can be wrong with a request, before the first run. */
export async function prepare(options: Requested, terminal: Terminal): Promise<Prepared> {
  const { nodeFlags } = options;
  const finding = (): Promise<string[]> => findNodes(options.nodes, terminal);
  let found: string[] | undefined;
  const selectors = options.all ? listNames() : options.scenarios;
  const loaded = await loadScenarios(selectors, terminal.say, async () => {
    found ??= await finding();
    return chooseBenchNode(probeNodes(found, nodeFlags), nodeFlags);
  });
  const scenarios = addCommonLimits(loaded, options.limits ?? {});
  refuseIndistinguishable(scenarios);
  const planned = planCases(scenarios, options);
  found ??= await finding();
  const { runtimes = [] } = options;
  const nodes = runtimes.length > 0 ? probeRuntimes(runtimes) : probeNodes(found, nodeFlags);
  const requested = planned.flatMap((one) =>
    nodes.map(({ execPath, node, runtime }) => ({
      ...{ case: one, execPath, node },
      ...(runtime !== undefined && { runtime }),
    })),
  );
  const supported = takeMeasurable(takeSupported(requested, terminal), options, terminal);
  // What no Node here can run is in no shard.
  const { cases, shard } = takeShard([...new Set(supported.map((subject) => subject.case))], options.shard, {
    ...terminal,
    resultsRoot: options.resultsRoot,
  });
  const caps = findCaps(options);
  const environment = describeMeasured(nodes, nodeFlags, caps, await readCheckout());
  await prepareWatching(terminal);
  if (options.maxMemoryBytes === undefined) warnOfLittleMemory(caps, terminal);
  const littleSpace = describeLittleSpace(cases);
  if (littleSpace !== undefined) terminal.say(wrapText(littleSpace, terminal.width, '  '));
  const taken = new Set(cases);
  const subjects = supported.filter((subject) => taken.has(subject.case));
  const nodePaths = found.length === 0 ? [] : nodes.map(({ execPath }) => execPath);
  return { environment, subjects, caps, nodePaths, ...(shard !== undefined && { shard }) };
}

/** Says so where runs cannot be watched from outside, for example where PowerShell is not allowed. */
export async function prepareWatching({ say }: Pick<Terminal, 'say'>): Promise<void> {
  if (await prepareMonitor()) return;
  say(
    '! processes cannot be watched from outside on this system: only sampled runs are held to --max-memory',
  );
}

/** A container of 512 MiB has room for most scenarios, but not for those that retain all of their volume. */
const LITTLE_MEMORY_BYTES = 512 * 1024 ** 2;

function warnOfLittleMemory(
  { maxMemoryBytes }: RunCaps,
  { say, width }: Pick<Terminal, 'say' | 'width'>,
): void {
  if (maxMemoryBytes >= LITTLE_MEMORY_BYTES) return;
  const text = `! little memory is available: a run may take ${formatBytes(maxMemoryBytes)} (--max-memory); use smaller volumes where that is not enough, for example --param volume=32MiB --growth-volume 64MiB`;
  say(wrapText(text, width, '  '));
}

/** The caps of a run: those that the user sets, or the defaults. */
export function findCaps({
  maxMemoryBytes = findAvailableMemory().defaultMaxBytes,
  timeoutMs,
}: Pick<RunOptions, 'maxMemoryBytes' | 'timeoutMs'>): RunCaps {
  return { maxMemoryBytes, timeoutMs };
}

/** The environment of measured processes, including the flag that all of them get. */
export const describeMeasured = (
  nodes: readonly [NodeEnvironment, ...NodeEnvironment[]],
  nodeFlags: readonly string[],
  caps: RunCaps,
  checkout: Checkout,
): Environment =>
  describeEnvironment(nodes, ['--expose-gc', ...nodeFlags], caps, {
    availableMemoryBytes: findAvailableMemory().availableBytes,
    ...checkout,
  });
