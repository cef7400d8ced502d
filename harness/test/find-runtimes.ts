/** Bun and Deno, where they are: tests of them are skipped elsewhere. */
import type { RuntimeName } from '../runtimes/runtime.ts';

/** TIDEMARK_BUN=/path/to/bun and TIDEMARK_DENO=/path/to/deno. */
export const FOUND_RUNTIMES: readonly (readonly [RuntimeName, string | undefined])[] = [
  ['Bun', process.env.TIDEMARK_BUN],
  ['Deno', process.env.TIDEMARK_DENO],
];

/** For the name of a test that is skipped without it. */
export const withRuntime = (name: RuntimeName): string =>
  `${name} (TIDEMARK_${name.toUpperCase()}=/path/to/${name.toLowerCase()})`;
