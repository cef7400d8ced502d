/** Which of the selected versions of Node lists the benches of a file of node:bench. */
import { BENCH_NEEDS, type BenchNode } from '../catalogue/benches/describe-bench-file.ts';
import { UsageError } from '../errors.ts';
import { describeNeeds, hasWhatItNeeds } from '../plan/needs.ts';
import type { NodeEnvironment } from '../result.ts';

/** The first that has node:bench. Throws a UsageError if none has. */
export function chooseBenchNode(
  nodes: readonly Pick<NodeEnvironment, 'execPath' | 'node'>[],
  nodeFlags: readonly string[],
): BenchNode {
  const chosen = nodes.find(({ node }) => hasWhatItNeeds(node, BENCH_NEEDS));
  if (chosen !== undefined) return { execPath: chosen.execPath, nodeFlags };
  const versions = nodes.map(({ node }) => node).join(', ');
  throw new UsageError(`node:bench needs ${describeNeeds(BENCH_NEEDS)}, and this is Node ${versions}`, {
    hint: 'choose another Node: --node 26',
  });
}
