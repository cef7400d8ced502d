/** What the user asked `run` for, complete and valid: after it nobody checks an option again. */
import { splitSelectors } from '../catalogue/split-selectors.ts';
import { UsageError } from '../errors.ts';
import { parseReporters, type ReporterRequest } from './reporters.ts';
import {
  parseAssignments,
  parseSeed,
  parseSize,
  parseTime,
  parseWhole,
  requireFlag,
  requireVariable,
} from './values.ts';

export interface RunOptions {
  readonly command: 'run';
  /** Names, globs and paths; every scenario that comes with tidemark where `all` is true. */
  readonly scenarios: readonly string[];
  readonly all: boolean;
  readonly requested: ReadonlyMap<string, readonly string[]>;
  readonly matrix: boolean;
  readonly nodes: readonly string[];
  readonly nodeFlags: readonly string[];
  /** Runs of each case; undefined where the rule for its scenario says. */
  readonly measureRuns: number | undefined;
  readonly profileRuns: number | undefined;
  /** Of each case, as well: memory hardly varies among them. */
  readonly stableRuns: number;
  readonly growth: boolean;
  readonly growthVolumeBytes: number | undefined;
  readonly sampleIntervalMs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number | undefined;
  readonly seed: number;
  readonly passedEnvironment: readonly string[];
  readonly resultsRoot: string;
  /** The folder of an interrupted invocation, or its id. */
  readonly resume: string | undefined;
  readonly json: boolean;
  readonly reporters: readonly ReporterRequest[];
  readonly strict: boolean;
}

/** What the parser of the command line hands over: words, not yet understood. */
export interface RawRunArguments {
  readonly scenario: readonly string[];
  readonly all: boolean;
  readonly param: readonly string[];
  readonly matrix: boolean;
  readonly node: readonly string[];
  readonly nodeFlag: readonly string[];
  readonly quick: boolean;
  readonly runs: string | undefined;
  readonly profile: boolean | undefined;
  readonly stableRuns: string;
  readonly growth: boolean;
  readonly growthVolume: string | undefined;
  readonly interval: string;
  readonly timeout: string;
  readonly maxMemory: string | undefined;
  readonly seed: string | undefined;
  readonly env: readonly string[];
  readonly results: string;
  readonly resume: string | undefined;
  readonly json: boolean;
  readonly reporter: readonly string[];
  readonly strict: boolean;
}

const MAX_RUNS = 10_000;

/** Throws a UsageError that names the option, the range and an example. */
export function parseRunOptions(raw: RawRunArguments): RunOptions {
  const scenarios = splitSelectors(raw.scenario);
  if (raw.all && scenarios.length > 0) throw new UsageError('--all and --scenario exclude each other');
  const selects = raw.all || raw.matrix || scenarios.length > 0 || raw.param.length > 0;
  if (raw.resume !== undefined && selects) {
    throw new UsageError('--resume goes on with what the interrupted invocation was requested', {
      hint: 'leave --scenario, --all, --param and --matrix out',
    });
  }
  if (!raw.all && scenarios.length === 0 && raw.resume === undefined) {
    throw new UsageError('no scenario is selected', {
      hint: 'try --scenario ignore-drain, or --all; `tidemark list` shows what there is',
    });
  }
  const quickly = (count: number): number | undefined => (raw.quick ? count : undefined);
  return {
    command: 'run',
    scenarios,
    all: raw.all,
    requested: parseAssignments(raw.param),
    matrix: raw.matrix,
    nodes: [...new Set(raw.node)],
    nodeFlags: raw.nodeFlag.map((word) => requireFlag(word)),
    measureRuns: raw.runs === undefined ? quickly(1) : parseWhole('--runs', raw.runs, 1, MAX_RUNS),
    profileRuns: raw.profile === undefined ? quickly(0) : Number(raw.profile),
    stableRuns: parseWhole('--stable-runs', raw.stableRuns, 0, MAX_RUNS),
    growth: raw.growth,
    growthVolumeBytes:
      raw.growthVolume === undefined ? undefined : parseSize('--growth-volume', raw.growthVolume),
    sampleIntervalMs: parseTime('--interval', raw.interval, 60 * 1000),
    timeoutMs: parseTime('--timeout', raw.timeout),
    maxMemoryBytes: raw.maxMemory === undefined ? undefined : parseSize('--max-memory', raw.maxMemory),
    seed: parseSeed(raw.seed),
    passedEnvironment: raw.env.map(requireVariable),
    resultsRoot: raw.results,
    resume: raw.resume,
    json: raw.json,
    reporters: parseReporters(raw.reporter, raw.json),
    strict: raw.strict,
  };
}
