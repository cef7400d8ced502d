import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { NodeEnvironment } from '../result.ts';
import { findNode } from '../toolchain/node/find-node.ts';
import { OLDEST_NODE, probeNode } from '../toolchain/node/probe-node.ts';

/** The paths of the requested Node binaries, in that order; a missing version is downloaded from npm. */
export async function findNodes(words: readonly string[], { say }: Pick<Terminal, 'say'>): Promise<string[]> {
  const paths: string[] = [];
  for (const word of words) paths.push(await findNode(word, { oldest: OLDEST_NODE, say }));
  return paths;
}

/** The environments of these binaries, each once; that of the Node that runs tidemark if there are none. */
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
