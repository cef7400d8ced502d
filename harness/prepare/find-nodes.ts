import { OLDEST_NODE, probeNode } from '../environment.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { NodeEnvironment } from '../result.ts';
import { findNode } from '../toolchain/node/find-node.ts';

/** The paths of the Nodes that were requested, in that order; what is not here is taken from npm. */
export async function findNodes(words: readonly string[], { say }: Pick<Terminal, 'say'>): Promise<string[]> {
  const paths: string[] = [];
  for (const word of words) paths.push(await findNode(word, { oldest: OLDEST_NODE, say }));
  return paths;
}

/** What differs between these Nodes, or of this one where there are none; each once, however it was requested. */
export function probeNodes(
  paths: readonly string[],
  flags: readonly string[],
): [NodeEnvironment, ...NodeEnvironment[]] {
  const [firstPath = process.execPath, ...morePaths] = paths;
  const first = probeNode(firstPath, flags);
  const more = morePaths.map((path) => probeNode(path, flags));
  const others = new Map(more.map((node) => [node.execPath, node]));
  others.delete(first.execPath);
  return [first, ...others.values()];
}
