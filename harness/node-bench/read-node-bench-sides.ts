/** Two outputs of node:bench that are to be compared. */
import { UsageError } from '../errors.ts';
import type { Sides } from '../sides.ts';
import { type NodeBenchFile, readNodeBench } from './read-node-bench.ts';

export const isNodeBench = (path: string): boolean => path.endsWith('.ndjson');

/** Throws a UsageError if one of the two is something else, or if the two have a run in common. */
export function readNodeBenchSides({ a, b }: Sides<string>): Sides<NodeBenchFile> {
  if (!isNodeBench(a) || !isNodeBench(b)) {
    throw new UsageError('output of node:bench can only be compared with output of node:bench', {
      hint: 'give two .ndjson files, or two reports',
    });
  }
  const sides = { a: readNodeBench(a), b: readNodeBench(b) };
  if ([...sides.a.processes].some((id) => sides.b.processes.has(id))) {
    throw new UsageError(`${a} and ${b} have runs in common`, { hint: 'give the output of different runs' });
  }
  return sides;
}
