/** What the user asked for, complete and valid: the only reader of raw arguments. After it nobody checks an option again. */
import { randomInt } from 'node:crypto';
import { UsageError } from './errors.ts';
import { parseBytes, parseDuration } from './units.ts';

export interface RunOptions {
  readonly command: 'run';
  /** Names, globs and paths; every scenario that comes with tidemark where `all` is true. */
  readonly scenarios: readonly string[];
  readonly all: boolean;
  readonly asked: ReadonlyMap<string, readonly string[]>;
  readonly matrix: boolean;
  readonly nodes: readonly string[];
  readonly nodeFlags: readonly string[];
  /** Runs of each case; undefined where the rule for its scenario says. */
  readonly measureRuns: number | undefined;
  readonly profileRuns: number | undefined;
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
  readonly strict: boolean;
}

export interface ListOptions {
  readonly command: 'list';
  readonly tags: readonly string[];
  readonly format: 'terminal' | 'json' | 'markdown';
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
  readonly strict: boolean;
}

export interface RawListArguments {
  readonly tag: readonly string[];
  readonly json: boolean;
  readonly markdown: boolean;
}

const MOST_RUNS = 10_000;
const LARGEST_SEED = 2 ** 32 - 1;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Throws a UsageError that names the option, the range and an example. */
export function parseRunOptions(raw: RawRunArguments): RunOptions {
  const scenarios = splitWords(raw.scenario);
  if (raw.all && scenarios.length > 0) throw new UsageError('--all and --scenario exclude each other');
  const selects = raw.all || raw.matrix || scenarios.length > 0 || raw.param.length > 0;
  if (raw.resume !== undefined && selects) {
    throw new UsageError('--resume goes on with what the interrupted invocation was asked for', {
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
    asked: parseAsked(raw.param),
    matrix: raw.matrix,
    nodes: [...new Set(raw.node)],
    nodeFlags: raw.nodeFlag.map(requireFlag),
    measureRuns: raw.runs === undefined ? quickly(1) : parseWhole('--runs', raw.runs, 1, MOST_RUNS),
    profileRuns: raw.profile === undefined ? quickly(0) : Number(raw.profile),
    growth: raw.growth,
    growthVolumeBytes:
      raw.growthVolume === undefined ? undefined : parseSize('--growth-volume', raw.growthVolume),
    sampleIntervalMs: parseTime('--interval', raw.interval, 1, 60 * 1000),
    timeoutMs: parseTime('--timeout', raw.timeout, 1, LONGEST_TIMER_MS),
    maxMemoryBytes: raw.maxMemory === undefined ? undefined : parseSize('--max-memory', raw.maxMemory),
    seed: raw.seed === undefined ? randomInt(LARGEST_SEED) : parseWhole('--seed', raw.seed, 0, LARGEST_SEED),
    passedEnvironment: raw.env.map(requireVariable),
    resultsRoot: raw.results,
    resume: raw.resume,
    json: raw.json,
    strict: raw.strict,
  };
}

/** Throws a UsageError where two formats are asked for. */
export function parseListOptions({ tag, json, markdown }: RawListArguments): ListOptions {
  if (json && markdown)
    throw new UsageError('--json and --markdown exclude each other', { hint: 'give one of them' });
  return { command: 'list', tags: tag, format: json ? 'json' : markdown ? 'markdown' : 'terminal' };
}

/** `--scenario a,b` is `--scenario a --scenario b`. */
const splitWords = (words: readonly string[]): string[] =>
  words
    .flatMap((word) => word.split(','))
    .map((word) => word.trim())
    .filter(Boolean);

/** `highWaterMark=16KiB,1MiB`: a name and its values. Given twice, the values of both are taken. */
function parseAsked(assignments: readonly string[]): Map<string, string[]> {
  const asked = new Map<string, string[]>();
  for (const assignment of assignments) {
    const [, name, values = ''] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(assignment) ?? [];
    const words = splitWords([values]);
    if (name === undefined || words.length === 0) {
      throw new UsageError(`--param ${assignment} gives no value`, {
        hint: 'write --param highWaterMark=16KiB,1MiB',
      });
    }
    asked.set(name, [...(asked.get(name) ?? []), ...words]);
  }
  return asked;
}

function parseWhole(option: string, word: string, least: number, most: number): number {
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${option} ${word} is not a whole number from ${least} to ${most}`);
}

function parseTime(option: string, word: string, leastMs: number, mostMs: number): number {
  const value = parseDuration(/^\d+$/.test(word) && option === '--timeout' ? `${word}s` : word) ?? Number.NaN;
  if (value >= leastMs && value <= mostMs) return value;
  throw new UsageError(
    `${option} ${word} is not a time from ${leastMs} ms to ${Math.floor(mostMs / 1000)} s`,
    {
      hint: `write ${option} ${option === '--interval' ? '10ms' : '30s'}`,
    },
  );
}

function parseSize(option: string, word: string): number {
  const value = parseBytes(word) ?? Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${option} ${word} is not a positive size`, { hint: `write ${option} 512MiB` });
}

function requireFlag(word: string): string {
  if (/^--?[a-z]/i.test(word)) return word;
  throw new UsageError(`--node-flag ${word} is no flag`, {
    hint: 'write --node-flag=--max-old-space-size=512, once for each flag',
  });
}

function requireVariable(word: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(word)) return word;
  throw new UsageError(`--env ${word} is no name of a variable`, {
    hint: 'write --env DATABASE_URL; its value is taken from your environment',
  });
}
