/** What a baseline was requested, so that the same cases are measured again. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseCommandLine } from '../command-line/parse.ts';
import { UsageError } from '../errors.ts';
import type { CheckOptions } from '../options/check.ts';
import type { RunOptions } from '../options/run.ts';
import type { Report } from '../result.ts';
import { listBaselines } from '../store/baselines.ts';
import { suggestWord } from '../suggest-word.ts';

/** A plain word is a name under baselines/, unless there is such a file. */
export function findBaseline({ baseline, resultsRoot }: CheckOptions): string {
  const named = join(resultsRoot, 'baselines', `${baseline}.json`);
  const isName = !/[\\/]/.test(baseline) && !baseline.endsWith('.json');
  if (isName && existsSync(named)) return named;
  if (!isName || existsSync(baseline)) return resolve(baseline);
  const names = listBaselines(resultsRoot);
  throw new UsageError(`there is no baseline ${baseline} in ${join(resultsRoot, 'baselines')}`, {
    hint:
      suggestWord(baseline, names) ??
      (names.length > 0
        ? `there is ${names.join(', ')}`
        : 'keep one with `tidemark run …`, then `tidemark baseline save NAME`'),
  });
}

/** Where it is measured and how it is shown is requested now; what is measured, and how often, is the baseline's. */
export async function recallBaseline(
  { argv }: Report,
  path: string,
  { node, seed, resultsRoot, timeoutMs, maxMemoryBytes, strict }: CheckOptions,
): Promise<RunOptions> {
  const recalled = await parseCommandLine(argv, '', 0).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`what ${path} was requested is not understood any more: ${error.message}`, {
      hint: 'keep a new baseline with this version of tidemark',
    });
  });
  if (recalled.command !== 'run' || recalled.resume !== undefined) {
    throw new UsageError(`${path} was not made by \`tidemark run\`: nobody knows what to run again`, {
      hint: 'keep a report of `tidemark run` as the baseline',
    });
  }
  const nodes = node === undefined ? [] : [node];
  return {
    ...recalled,
    ...{ nodes, seed, resultsRoot, timeoutMs, maxMemoryBytes, strict },
    ...{ json: false, reporters: [], resume: undefined },
  };
}
