import { UsageError } from '../errors.ts';
import { parseMaxPairs } from './ab.ts';
import { MACHINE_DEPENDENT, type MetricClass, parseClasses } from './metric-classes.ts';
import { parseReporters, type ReporterRequest } from './reporters.ts';
import { parseSeed, parseSize, parseTime } from './values.ts';

export interface CheckOptions {
  readonly command: 'check';
  /** The name of a kept baseline, or a file. */
  readonly baseline: string;
  /** The baseline's code is run again beside that of the working tree. */
  readonly againstRevision: string | undefined;
  /** What must be judged beside counters and growth; whatever can be where it is left out. */
  readonly metrics: ReadonlySet<MetricClass> | undefined;
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
  readonly metrics: string | undefined;
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

/** Throws a UsageError that names the option and what it takes. */
export function parseCheckOptions(raw: RawCheckArguments): CheckOptions {
  if (raw.baseline === undefined) {
    throw new UsageError('there is nothing to check against', {
      hint: 'write --baseline main, or a path; `tidemark baseline save main` keeps the last run as one',
    });
  }
  const metrics = raw.metrics === undefined ? undefined : parseClasses(raw.metrics);
  if (
    raw.againstRev !== undefined &&
    metrics !== undefined &&
    !MACHINE_DEPENDENT.some((one) => metrics.has(one))
  ) {
    throw new UsageError(`--against-rev is for time and RSS, and --metrics ${raw.metrics} asks for neither`, {
      hint: 'add memory or time, or leave one of the two out',
    });
  }
  return {
    command: 'check',
    baseline: raw.baseline,
    againstRevision: raw.againstRev,
    metrics,
    dryRun: raw.dryRun,
    node: raw.node,
    maxPairs: parseMaxPairs(raw.maxPairs),
    timeoutMs: parseTime('--timeout', raw.timeout),
    maxMemoryBytes: raw.maxMemory === undefined ? undefined : parseSize('--max-memory', raw.maxMemory),
    seed: parseSeed(raw.seed),
    resultsRoot: raw.results,
    reporters: parseReporters(raw.reporter, raw.json),
    json: raw.json,
    strict: raw.strict,
  };
}
