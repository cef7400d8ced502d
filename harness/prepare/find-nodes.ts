import type { Terminal } from '../report/terminal/open-terminal.ts';
import type { NodeEnvironment } from '../result.ts';
import { findNode } from '../toolchain/node/find-node.ts';
import { OLDEST_NODE, probeNode } from '../toolchain/node/probe-node.ts';
import { probeRuntime } from '../toolchain/node/probe-runtime.ts';

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
  return eachOnce(
    first,
    morePaths.map((path) => probeNode(path, flags)),
  );
}

/** The environments of these runtimes, each once: names on PATH, and paths. */
export function probeRuntimes([first = '', ...more]: readonly string[]): [
  NodeEnvironment,
  ...NodeEnvironment[],
] {
  return eachOnce(
    probeRuntime(first),
    more.map((word) => probeRuntime(word)),
  );
}

function eachOnce(
  first: NodeEnvironment,
  more: readonly NodeEnvironment[],
): [NodeEnvironment, ...NodeEnvironment[]] {
  const others = new Map(more.map((node) => [node.execPath, node]));
  others.delete(first.execPath);
  return [first, ...others.values()];
}
