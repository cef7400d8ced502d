/** A stored baseline, and the request that measures its cases again. */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOwnFiles } from '../catalogue/find-own-files.ts';
import { selectsFiles } from '../catalogue/load-scenarios.ts';
import type { CheckOptions } from '../command-line/check.ts';
import type { RunOptions } from '../command-line/run.ts';
import { UsageError } from '../errors.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { MeasurementRequest } from '../request.ts';
import type { Report } from '../result.ts';
import { listBaselines } from '../store/baselines.ts';
import { suggestWord } from '../suggest-word.ts';
import { restoreRequest } from './stored-request.ts';

/** A plain word is a name in baselines/, unless a file has that name. */
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
        ? `available: ${names.join(', ')}`
        : 'store one with `tidemark run …`, then `tidemark baseline save NAME`'),
  });
}

/**
 * The options that measure the cases of a baseline again. What is measured, and how often, is the baseline's; where it
 * is measured and how it is shown is the user's. A report is data: its Node flags, environment variables and files
 * outside of this project are used only if the user names them too. Throws a UsageError otherwise.
 */
export function recallBaseline({ request }: Report, path: string, options: CheckOptions): RunOptions {
  if (request.command === 'ab') {
    throw new UsageError(`${path} is one side of an A/B comparison: it cannot be a baseline`, {
      hint: 'store a report of `tidemark run` as the baseline',
    });
  }
  const trusted = options.trustBaselineFlags ? withTrusted(options, request) : options;
  refuseUntrusted(request, path, trusted);
  const { node, nodeFlags, environmentVariables, seed, resultsRoot, timeoutMs, maxMemoryBytes } = trusted;
  return {
    command: 'run',
    ...restoreRequest(request),
    ...{ nodeFlags, environmentVariables, seed, resultsRoot, timeoutMs, maxMemoryBytes },
    scenarios: trusted.scenarios.length > 0 ? trusted.scenarios : request.scenarios,
    all: trusted.scenarios.length === 0 && request.all,
    nodes: node === undefined ? [] : [node],
    ...{ json: false, reporters: [], resume: undefined, strict: options.strict, verbose: options.verbose },
  };
}

const withTrusted = (options: CheckOptions, request: MeasurementRequest): CheckOptions => ({
  ...options,
  nodeFlags: [...new Set([...options.nodeFlags, ...request.nodeFlags])],
  environmentVariables: [...new Set([...options.environmentVariables, ...request.environmentVariables])],
});

function refuseUntrusted(request: MeasurementRequest, path: string, options: CheckOptions): void {
  refuseUnconfirmed('Node flags', '--node-flag=', request.nodeFlags, options.nodeFlags, path);
  refuseUnconfirmed(
    'environment variables',
    '--env ',
    request.environmentVariables,
    options.environmentVariables,
    path,
  );
  if (options.scenarios.length > 0) return;
  const outside = request.scenarios.find((selector) => selectsFiles(selector) && !isInProject(selector));
  if (outside === undefined) return;
  throw new UsageError(
    `${path} was measured with the scenario ${quoteLine(outside)}, which is not a file of this project`,
    { hint: 'run check in the project of the scenario, or name the file yourself: --scenario FILE' },
  );
}

function refuseUnconfirmed(
  what: string,
  option: string,
  stored: readonly string[],
  given: readonly string[],
  path: string,
): void {
  const missing = stored.filter((each) => !given.includes(each));
  if (missing.length === 0) return;
  const same = missing.map((each) => `${option}${quoteLine(each)}`).join(' ');
  throw new UsageError(
    `${path} was measured with the ${what} ${missing.map(quoteLine).join(', ')}, which check does not take from a file`,
    { hint: `give them yourself (${same}), or --trust-baseline-flags if you trust that file` },
  );
}

/**
 * Whether all files that it selects are below the root of the git repository that tidemark was called in, or below the
 * current folder without one, even after links are followed. Nothing outside of it is listed.
 */
function isInProject(selector: string): boolean {
  const [fixed = ''] = selector.split(/[*?{[(!]/, 1);
  if (selector.slice(fixed.length).split(/[/\\]/).includes('..')) return false;
  const root = realpathSync(findProjectRoot(process.cwd()));
  return isBelow(root, toPath(fixed)) && findOwnFiles(selector).paths.every((path) => isBelow(root, path));
}

function isBelow(root: string, path: string): boolean {
  const below = relative(root, realpathOf(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function toPath(selector: string): string {
  try {
    return selector.startsWith('file:') ? fileURLToPath(selector) : resolve(selector);
  } catch {
    return '/'; // Not a URL of a file: never in the project.
  }
}

/** Of the nearest folder that exists: a link must not lead out of the project. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(realpathOf(dirname(path)), relative(dirname(path), path));
  }
}

function findProjectRoot(folder: string): string {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, '.git'))) return above;
    if (above === dirname(above)) return folder;
  }
}
