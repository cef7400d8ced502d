/** A stored baseline, and the request that measures its cases again. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { scenarioKey } from '../case-key.ts';
import { listNames } from '../catalogue/built-in.ts';
import { readBenchPath } from '../catalogue/find-own-files.ts';
import { selectsFiles } from '../catalogue/load-scenarios.ts';
import { findInProject, identifyScenario } from '../catalogue/scenario-file.ts';
import { matchNames } from '../catalogue/scenario-name.ts';
import type { CheckOptions } from '../command-line/check.ts';
import type { RunOptions } from '../command-line/run.ts';
import { UsageError } from '../errors.ts';
import type { Subject } from '../plan/plan-runs.ts';
import { unitKey } from '../plan/unit-key.ts';
import { BENCH_PREFIX, type MeasurementRequest } from '../request.ts';
import type { Report } from '../result.ts';
import type { StoredShard } from '../shards/shard.ts';
import { listBaselines } from '../store/baselines.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { restoreRequest, restoreShard } from './stored-request.ts';
import { refuseOutsideScenario, refuseUnconfirmed } from './unconfirmed.ts';

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
export function recallBaseline(
  { request, results }: Report,
  path: string,
  options: CheckOptions,
): RunOptions {
  if (request.command === 'ab') {
    throw new UsageError(`${path} is one side of an A/B comparison: it cannot be a baseline`, {
      hint: 'store a report of `tidemark run` as the baseline',
    });
  }
  if (request.command === 'tune' || request.command === 'claims') {
    const what = request.command === 'tune' ? 'the report of a tuning' : 'a report of claims';
    throw new UsageError(`${path} is ${what}: it cannot be a baseline`, {
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
    shard: chooseShard(request, path, options),
    // What is allowed is said now: a limit that only the baseline has still holds.
    limits: { ...request.limits, ...trusted.limits },
    scenarios:
      trusted.scenarios.length > 0
        ? findNamed(trusted.scenarios, { request, results }, path)
        : request.scenarios,
    all: trusted.scenarios.length === 0 && request.all,
    nodes: node === undefined ? [] : [node],
    runtimes: options.runtimes,
    allowsManyCases: false,
    watches: false,
    ...{ json: false, reporters: [], resume: undefined, strict: options.strict, verbose: options.verbose },
  };
}

/** The baseline of one shard is measured again as that shard. */
function chooseShard(
  { shard }: MeasurementRequest,
  path: string,
  options: CheckOptions,
): RunOptions['shard'] {
  if (shard === undefined) return options.shard && { durationsFrom: path, ...options.shard };
  if (options.shard === undefined) return restoreShard(shard, 'the baseline');
  throw new UsageError(`${path} is itself shard ${shard.index} of ${shard.total}`, {
    hint: 'leave --shard out, or merge the shards first: tidemark merge',
  });
}

/** A name that only the baseline knows is that of its file. */
function findNamed(
  selectors: readonly string[],
  { request, results }: Pick<Report, 'request' | 'results'>,
  path: string,
): string[] {
  const benchPaths = request.scenarios.map(readBenchPath);
  const files = new Map(
    results.flatMap(({ scenario, file }) => (file === undefined ? [] : [[scenario, file]])),
  );
  const builtIn = listNames();
  return selectors.flatMap((selector) => {
    if (selectsFiles(selector) || matchNames(selector, builtIn).length > 0) return [selector];
    const found = matchNames(selector, [...files.keys()])
      .map((name) => findInProject(files.get(name) ?? ''))
      .map((file) => (benchPaths.includes(file) ? BENCH_PREFIX + file : file));
    refuseOutsideScenario(found, { path, command: 'check' });
    return found.length === 0 ? [selector] : found;
  });
}

/** The baseline with only the cases of the scenarios that are run. Throws a UsageError if it has none of them. */
export function selectCases(baseline: Report, path: string, subjects: readonly Subject[]): Report {
  const selected = new Set(subjects.map((subject) => scenarioKey(identifyScenario(subject.case.scenario))));
  const results = baseline.results.filter((result) => selected.has(scenarioKey(result)));
  if (results.length > 0) return { ...baseline, results };
  const names = [...new Set(baseline.results.map(({ scenario }) => scenario))];
  throw new UsageError(`${path} has no case of the scenarios that --scenario names`, {
    hint: `it has ${names.join(', ')}`,
  });
}

/**
 * The baseline with only the cases of a shard. Those that are no longer there are in no shard: the first one says so.
 */
export function selectShard(baseline: Report, { index, cases }: StoredShard): Report {
  const shards = new Map(cases);
  return {
    ...baseline,
    results: baseline.results.filter((result) => (shards.get(unitKey(result)) ?? 1) === index),
  };
}

const withTrusted = (options: CheckOptions, request: MeasurementRequest): CheckOptions => ({
  ...options,
  nodeFlags: [...new Set([...options.nodeFlags, ...request.nodeFlags])],
  environmentVariables: [...new Set([...options.environmentVariables, ...request.environmentVariables])],
});

function refuseUntrusted(request: MeasurementRequest, path: string, options: CheckOptions): void {
  const source = { path, command: 'check' } as const;
  if (options.runtimes.length === 0) refuseUnconfirmed('runtimes', request.runtimes ?? [], [], source);
  refuseUnconfirmed('nodeFlags', request.nodeFlags, options.nodeFlags, source);
  refuseUnconfirmed(
    'environmentVariables',
    request.environmentVariables,
    options.environmentVariables,
    source,
  );
  if (options.scenarios.length === 0) refuseOutsideScenario(request.scenarios, source);
}
