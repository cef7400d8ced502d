/** What the user asked `ab` for, complete and valid. */
import { UsageError } from '../errors.ts';
import type { Sides } from '../sides.ts';
import { type MetricClass, parseClasses } from './metric-classes.ts';
import { parseReporters, type ReporterRequest } from './reporters.ts';
import {
  parseAssignments,
  parseSeed,
  parseSize,
  parseTime,
  parseWhole,
  requireFlag,
  requireVariable,
  splitWords,
} from './values.ts';

export type { Sides } from '../sides.ts';

/** The one thing in which A and B differ. */
export type Contrast =
  | { readonly by: 'node'; readonly given: Sides<string | undefined> }
  | { readonly by: 'rev'; readonly given: Sides<string | undefined> }
  | { readonly by: 'param'; readonly given: Sides<ReadonlyMap<string, string>> }
  | { readonly by: 'flag'; readonly given: Sides<readonly string[]> };

export interface AbOptions {
  readonly command: 'ab';
  readonly scenarios: readonly string[];
  readonly contrast: Contrast;
  readonly requested: ReadonlyMap<string, readonly string[]>;
  /** Of both sides, where they do not differ by it. */
  readonly node: string | undefined;
  readonly nodeFlags: readonly string[];
  readonly classes: ReadonlySet<MetricClass>;
  /** At least so many of each kind; undefined where the rules say. */
  readonly minPairs: number | undefined;
  readonly maxPairs: number;
  readonly growthVolumeBytes: number | undefined;
  readonly sampleIntervalMs: number;
  readonly timeoutMs: number;
  readonly maxMemoryBytes: number | undefined;
  readonly seed: number;
  readonly passedEnvironment: readonly string[];
  readonly resultsRoot: string;
  readonly reporters: readonly ReporterRequest[];
  readonly json: boolean;
  readonly strict: boolean;
}

/** What the parser of the command line hands over: words, not yet understood. */
export interface RawAbArguments {
  readonly scenario: readonly string[];
  readonly node: Sides<string | undefined>;
  readonly rev: Sides<string | undefined>;
  readonly sideParam: Sides<readonly string[]>;
  readonly flag: Sides<readonly string[]>;
  readonly param: readonly string[];
  readonly bothNode: string | undefined;
  readonly nodeFlag: readonly string[];
  readonly metrics: string;
  readonly pairs: string | undefined;
  readonly maxPairs: string;
  readonly growthVolume: string | undefined;
  readonly interval: string;
  readonly timeout: string;
  readonly maxMemory: string | undefined;
  readonly seed: string | undefined;
  readonly env: readonly string[];
  readonly results: string;
  readonly reporter: readonly string[];
  readonly json: boolean;
  readonly strict: boolean;
}

/** Beyond it a few per cent are seen in any noise. */
const MAX_PAIRS = 200;
/** Three runs a side are what counted figures are judged by. */
const MIN_PAIRS = 3;

export const parseMaxPairs = (word: string): number => parseWhole('--max-pairs', word, MIN_PAIRS, MAX_PAIRS);

/** Throws a UsageError that names the option, the range and an example. */
export function parseAbOptions(raw: RawAbArguments): AbOptions {
  const scenarios = splitWords(raw.scenario);
  const contrast = parseContrast(raw);
  const requested = parseAssignments(raw.param);
  if (scenarios.length === 0) {
    throw new UsageError('no scenario is selected', {
      hint: 'try --scenario await-drain; `tidemark list` shows what there is',
    });
  }
  if (contrast.by === 'node' && raw.bothNode !== undefined) {
    throw new UsageError('--node is of both sides: it and --a-node or --b-node exclude each other');
  }
  if (contrast.by === 'param') refuseManyValues(contrast.given, requested);
  const minPairs =
    raw.pairs === undefined ? undefined : parseWhole('--pairs', raw.pairs, MIN_PAIRS, MAX_PAIRS);
  const maxPairs = parseMaxPairs(raw.maxPairs);
  if (minPairs !== undefined && minPairs > maxPairs)
    throw new UsageError(`--pairs ${minPairs} is more than --max-pairs ${maxPairs}`);
  return {
    command: 'ab',
    scenarios,
    contrast,
    requested,
    node: raw.bothNode,
    nodeFlags: raw.nodeFlag.map((word) => requireFlag(word)),
    classes: parseClasses(raw.metrics),
    minPairs,
    maxPairs,
    growthVolumeBytes:
      raw.growthVolume === undefined ? undefined : parseSize('--growth-volume', raw.growthVolume),
    sampleIntervalMs: parseTime('--interval', raw.interval, 60 * 1000),
    timeoutMs: parseTime('--timeout', raw.timeout),
    maxMemoryBytes: raw.maxMemory === undefined ? undefined : parseSize('--max-memory', raw.maxMemory),
    seed: parseSeed(raw.seed),
    passedEnvironment: raw.env.map(requireVariable),
    resultsRoot: raw.results,
    reporters: parseReporters(raw.reporter, raw.json),
    json: raw.json,
    strict: raw.strict,
  };
}

const EXAMPLES = [
  '--a-node 20 --b-node 24',
  '--a-rev main',
  '--b-param highWaterMark=1MiB',
  '--b-flag=--max-semi-space-size=32',
];

function parseContrast({ node, rev, sideParam, flag }: RawAbArguments): Contrast {
  const contrasts: Contrast[] = [];
  if (isGiven(node)) contrasts.push({ by: 'node', given: node });
  if (isGiven(rev)) contrasts.push({ by: 'rev', given: rev });
  if (isGiven(sideParam)) {
    const given = { a: parseSideParam('a', sideParam.a), b: parseSideParam('b', sideParam.b) };
    contrasts.push({ by: 'param', given });
  }
  if (isGiven(flag)) {
    const given = {
      a: flag.a.map((word) => requireFlag(word, '--a-flag')),
      b: flag.b.map((word) => requireFlag(word, '--b-flag')),
    };
    contrasts.push({ by: 'flag', given });
  }
  const [first, second] = contrasts;
  if (first === undefined) {
    throw new UsageError('nothing says in what A and B differ', {
      hint: `give one of: ${EXAMPLES.join(' · ')}`,
    });
  }
  if (second === undefined) return first;
  throw new UsageError(
    `A and B differ by ${first.by} and by ${second.by}: what made them differ could not be told`,
    {
      hint: 'give one kind of difference',
    },
  );
}

const isGiven = ({ a, b }: Sides<string | undefined> | Sides<readonly string[]>): boolean =>
  [a, b].flat().some((word) => word !== undefined);

function parseSideParam(side: 'a' | 'b', assignments: readonly string[]): Map<string, string> {
  const option = `--${side}-param`;
  return new Map(
    [...parseAssignments(assignments, option)].map(([name, [value = '', ...others]]) => {
      if (others.length === 0 && value !== 'all') return [name, value];
      throw new UsageError(`${option} ${name} has several values`, { hint: 'a side has one of each' });
    }),
  );
}

/** What one side leaves to `--param` must be one value as well: the cases of A and B belong together one by one. */
function refuseManyValues(
  { a, b }: Sides<ReadonlyMap<string, string>>,
  requested: ReadonlyMap<string, readonly string[]>,
): void {
  for (const name of [...a.keys(), ...b.keys()]) {
    const values = requested.get(name) ?? [];
    if (values.length > 1 || values.includes('all'))
      throw new UsageError(`--param ${name} has several values, and one side has its own`, {
        hint: `give --a-param ${name}=… and --b-param ${name}=…, and no --param ${name}`,
      });
  }
}
