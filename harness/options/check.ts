import { UsageError } from '../errors.ts';
import { parseReporters, type ReporterRequest } from './reporters.ts';
import { parseSeed, parseSize, parseTime, parseWhole } from './values.ts';

export interface CheckOptions {
  readonly command: 'check';
  /** The name of a kept baseline, or a file. */
  readonly baseline: string;
  /** The baseline's code is run again beside that of the working tree. */
  readonly againstRevision: string | undefined;
  /** all: what cannot be gated is a reason to fail. */
  readonly metrics: 'counted' | 'all';
  readonly dryRun: boolean;
  readonly node: string | undefined;
  readonly maxPairs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number | undefined;
  readonly seed: number;
  readonly resultsRoot: string;
  readonly reporters: readonly ReporterRequest[];
  readonly json: boolean;
  readonly strict: boolean;
}

export interface RawCheckArguments {
  readonly baseline: string | undefined;
  readonly againstRev: string | undefined;
  readonly metrics: string;
  readonly dryRun: boolean;
  readonly node: string | undefined;
  readonly maxPairs: string;
  readonly timeout: string;
  readonly maxMemory: string | undefined;
  readonly seed: string | undefined;
  readonly results: string;
  readonly reporter: readonly string[];
  readonly json: boolean;
  readonly strict: boolean;
}

const MOST_PAIRS = 1000;

/** Throws a UsageError that names the option and what it takes. */
export function parseCheckOptions(raw: RawCheckArguments): CheckOptions {
  if (raw.baseline === undefined) {
    throw new UsageError('there is nothing to check against', {
      hint: 'write --baseline main, or a path; `tidemark baseline save main` keeps the last run as one',
    });
  }
  if (raw.metrics !== 'counted' && raw.metrics !== 'all') {
    throw new UsageError(`--metrics ${raw.metrics} is neither counted nor all`);
  }
  return {
    command: 'check',
    baseline: raw.baseline,
    againstRevision: raw.againstRev,
    metrics: raw.metrics,
    dryRun: raw.dryRun,
    node: raw.node,
    maxPairs: parseWhole('--max-pairs', raw.maxPairs, 1, MOST_PAIRS),
    timeoutMs: parseTime('--timeout', raw.timeout),
    maxMemoryBytes: raw.maxMemory === undefined ? undefined : parseSize('--max-memory', raw.maxMemory),
    seed: parseSeed(raw.seed),
    resultsRoot: raw.results,
    reporters: parseReporters(raw.reporter, raw.json),
    json: raw.json,
    strict: raw.strict,
  };
}
