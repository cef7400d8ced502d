/** Reads which benches a file of node:bench declares: on the Node that is to run them, which alone may have node:bench. */
import { statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../../errors.ts';
import { compiled } from '../../package-root.ts';
import type { Needs } from '../../scenario.ts';
import { ImportProcess } from '../import-process.ts';
import type { LoadedModule } from '../load-failure.ts';

/** Since when Node has node:bench. */
export const BENCH_NEEDS: Needs = { node: ['26.9'], nodeFlags: ['--experimental-bench'] };

/** The Node that lists the benches of a file, with the flags of the runs. */
export interface BenchNode {
  readonly execPath: string;
  readonly nodeFlags: readonly string[];
}

/** The module whose cases are the benches of a file: the same for every file, which its query names. */
export function findBenchModule(path: string): LoadedModule {
  const source = pathToFileURL(path).href;
  const { href } = pathToFileURL(compiled('harness/child/node-bench/bench-scenario.js'));
  return {
    source,
    url: `${href}?file=${encodeURIComponent(source)}&changed=${statSync(path).mtimeMs}`,
  };
}

/** What the scenario of a file of benches declares. Throws a UsageError if it cannot be loaded, or has no bench. */
export async function describeBenchFile(
  { source, url }: LoadedModule,
  { execPath, nodeFlags }: BenchNode,
  importLimitMs: number,
): Promise<unknown> {
  const flags = [...(BENCH_NEEDS.nodeFlags ?? []), ...nodeFlags];
  const importer = new ImportProcess(importLimitMs, { execPath, flags });
  try {
    const declared = (await importer.import({ source, url: `${url}&list`, hint: HINT })) as Declared;
    if (declared.parameters.bench.values.length === 0) throw describeEmpty(source);
    return { ...declared, needs: BENCH_NEEDS };
  } finally {
    importer.end();
  }
}

interface Declared {
  readonly parameters: { readonly bench: { readonly values: readonly string[] } };
}

const HINT =
  'it must run with `node --experimental-bench --bench FILE` as well: benches are declared, not awaited, when it is loaded';

const describeEmpty = (source: string): UsageError =>
  new UsageError(`${new URL(source).pathname} declares no bench that runs`, {
    hint: "a file of node:bench has `import { bench } from 'node:bench'`, and calls bench(); a skipped one does not count",
  });
