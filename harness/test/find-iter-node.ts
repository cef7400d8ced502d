/** A Node that has `node:stream/iter` as it is counted. */
import { hasWhatItNeeds } from '../plan/needs.ts';

export const ITER_FLAGS = ['--experimental-stream-iter', '--no-warnings'];

/** TIDEMARK_ITER_NODE=/path/to/node, or the running one. Undefined if neither has it: tests of it are skipped then. */
export const ITER_NODE: string | undefined =
  process.env.TIDEMARK_ITER_NODE ??
  (hasWhatItNeeds(process.versions.node, { node: ['24.20', '26.6'] }) ? process.execPath : undefined);

/** For the name of a test that is skipped without one. */
export const WITH_ITER_NODE = 'on a Node that has node:stream/iter (TIDEMARK_ITER_NODE=/path/to/node)';
