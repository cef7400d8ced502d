/** `npm run results:prune -- --keep 10`: removes all but the newest invocations under results/. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const DEFAULT_KEPT = '10';
/** Only what tidemark has named itself: the start in UTC, and four random digits. */
const INVOCATION = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}-[0-9a-f]{4}$/;

/** Removes all but the `kept` newest invocations below `root`, and returns the names of those that are gone. */
export function pruneResults(root: string, kept: number): string[] {
  if (!existsSync(root)) return [];
  // Their names sort by time.
  const invocations = readdirSync(root)
    .filter((name) => INVOCATION.test(name))
    .sort();
  const removed = invocations.slice(0, Math.max(0, invocations.length - kept));
  for (const name of removed) rmSync(join(root, name), { recursive: true });
  return removed;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      keep: { type: 'string', default: DEFAULT_KEPT },
      results: { type: 'string', default: 'results' },
    },
  });
  if (!/^\d+$/.test(values.keep)) {
    process.stderr.write(`--keep ${values.keep} is not a whole number\n`);
    process.exitCode = 2;
    return;
  }
  const removed = pruneResults(resolve(values.results), Number(values.keep));
  process.stdout.write(`${removed.length} removed${removed.length > 0 ? `: ${removed.join(', ')}` : ''}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main();
