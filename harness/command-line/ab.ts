import { UsageError } from '../errors.ts';
import type { Sides } from '../sides.ts';
import { asTyped, defineCommand, type OptionValues, word, words } from './define-command.ts';
import { refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE } from './shared-options.ts';
import type { RequestedShard } from './values/find-shard.ts';
import { CLASS_WORDS, parseClasses } from './values/metric-classes.ts';
import { drawSeed, parseAssignments, parseWhole, requireFlag } from './values/parse-values.ts';

/** The one thing in which A and B differ. */
export type Contrast =
  | { readonly by: 'node'; readonly given: Sides<string | undefined> }
  | { readonly by: 'rev'; readonly given: Sides<string | undefined> }
  | { readonly by: 'param'; readonly given: Sides<ReadonlyMap<string, string>> }
  | { readonly by: 'flag'; readonly given: Sides<readonly string[]> };

/** Exact metrics need at least 3 runs per side; with more than 200 pairs, a few per cent are detected at any variance. */
const PAIRS = { min: 3, max: 200, example: 30 };

const DIFFER = 'What differs between A and B (choose one):';

type Side = 'a' | 'b';
const nameOf = (side: Side): string => side.toUpperCase();

const node = (side: Side) =>
  word({
    flag: `${side}-node`,
    group: DIFFER,
    describe: `version or path of the Node of ${nameOf(side)}`,
    defaultText: 'this Node',
    takes: 'node',
    isOnlyTyped: true,
    replaces: [{ flag: 'node' }],
    parse: asTyped,
  });
const revision = (side: Side) =>
  word({
    flag: `${side}-rev`,
    group: DIFFER,
    describe: `git revision of ${nameOf(side)}, in the project of the scenario file`,
    defaultText: 'the working tree',
    isOnlyTyped: true,
    parse: asTyped,
  });
const parameter = (side: Side) =>
  words({
    flag: `${side}-param`,
    group: DIFFER,
    describe: `a parameter of ${nameOf(side)}: name=value`,
    defaultText: 'that of --param',
    takes: 'parameters',
    isOnlyTyped: true,
    parse: parseSideParameters,
  });
const flag = (side: Side) =>
  words({
    flag: `${side}-flag`,
    group: DIFFER,
    describe: `a Node flag of ${nameOf(side)}`,
    defaultText: 'none',
    isOnlyTyped: true,
    parse: (typed, option) => typed.map((each) => requireFlag(each, option)),
  });

export const maxPairs = (describe: string) =>
  word({
    flag: 'max-pairs',
    group: HOW,
    describe,
    default: '60',
    parse: (typed, option) => parseWhole(typed, option, PAIRS),
  });

const options = {
  nodeA: node('a'),
  nodeB: node('b'),
  revisionA: revision('a'),
  revisionB: revision('b'),
  parametersA: parameter('a'),
  parametersB: parameter('b'),
  flagsA: flag('a'),
  flagsB: flag('b'),
  scenarios: shared.scenarios,
  parameterValues: shared.parameterValues,
  shard: shared.shard,
  shardDurations: shared.shardDurations,
  node: word({
    flag: 'node',
    group: MEASURE,
    describe: 'version or path of the Node of both sides',
    defaultText: 'this Node',
    takes: 'node',
    parse: asTyped,
  }),
  nodeFlags: shared.nodeFlags,
  environmentVariables: shared.environmentVariables,
  limits: shared.limits,
  classes: word({
    flag: 'metrics',
    group: HOW,
    describe: 'metric classes to compare: exact, growth, memory, time, comma-separated; or all',
    default: 'all',
    takes: { words: CLASS_WORDS },
    parse: parseClasses,
  }),
  minPairs: word({
    flag: 'pairs',
    group: HOW,
    describe: 'minimum number of pairs of each kind',
    defaultText: '3 exact, 10 memory, 30 time',
    parse: (typed, option) => parseWhole(typed, option, PAIRS),
  }),
  maxPairs: maxPairs('maximum number of pairs (added while variance is high)'),
  ignoresScripts: shared.ignoresScripts,
  growthVolumeBytes: shared.growthVolumeBytes,
  sampleIntervalMs: shared.interval('1ms', 'time between two samples of stable runs'),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  seed: shared.seed,
  json: shared.json('the comparison'),
  reporters: shared.reporters,
  resultsRoot: shared.resultsRoot,
  verbose: shared.verbose('every scenario and figure, and the last lines of output of each'),
  strict: shared.strict('if anything is inconclusive'),
};

type Values = Omit<OptionValues<typeof options>, 'seed'>;

/** What `ab` is to do, complete and valid. */
export interface AbOptions
  extends Omit<
    Values,
    | 'nodeA'
    | 'nodeB'
    | 'revisionA'
    | 'revisionB'
    | 'parametersA'
    | 'parametersB'
    | 'flagsA'
    | 'flagsB'
    | 'shardDurations'
  > {
  readonly command: 'ab';
  readonly shard: RequestedShard | undefined;
  readonly contrast: Contrast;
  readonly seed: number;
}

export const abCommand = defineCommand({
  usage: 'ab',
  summary: 'measure A and B in interleaved pairs, and report regressions of B against A',
  options,
  examples: [
    ['$0 ab -s stream-file --a-node 20 --b-node 24', 'two versions of Node'],
    ['$0 ab -s ./bench/upload.ts --a-rev main', 'your working tree (B) against main (A)'],
    ['$0 ab -s await-drain --b-param highWaterMark=1MiB', 'another value against the default'],
    ['$0 ab -s await-drain --b-flag=--max-semi-space-size=32', 'a Node flag against none'],
  ],
  epilogue:
    'A side you leave out defaults to the current state.\n\nExit codes: 0 no regression · 1 B is worse · 2 usage · 3 a run could not be measured · 4 not comparable · 5 inconclusive (--strict) · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: (values): AbOptions => {
    const contrast = findContrast(values);
    refuseMisfits(values, contrast);
    refuseSharedStdout(values.reporters, values.json);
    const { nodeA, nodeB, revisionA, revisionB, parametersA, parametersB, flagsA, flagsB, ...rest } = values;
    const { shardDurations, ...others } = rest;
    const shard = shared.resolveShard(values.shard, shardDurations);
    return { command: 'ab', ...others, contrast, shard, seed: values.seed ?? drawSeed() };
  },
});

const EXAMPLES = [
  '--a-node 20 --b-node 24',
  '--a-rev main',
  '--b-param highWaterMark=1MiB',
  '--b-flag=--max-semi-space-size=32',
];

function findContrast(values: Values): Contrast {
  const { nodeA, nodeB, revisionA, revisionB, parametersA, parametersB, flagsA, flagsB } = values;
  const contrasts: Contrast[] = [];
  if (nodeA !== undefined || nodeB !== undefined)
    contrasts.push({ by: 'node', given: { a: nodeA, b: nodeB } });
  if (revisionA !== undefined || revisionB !== undefined)
    contrasts.push({ by: 'rev', given: { a: revisionA, b: revisionB } });
  if (parametersA.size + parametersB.size > 0)
    contrasts.push({ by: 'param', given: { a: parametersA, b: parametersB } });
  if (flagsA.length + flagsB.length > 0) contrasts.push({ by: 'flag', given: { a: flagsA, b: flagsB } });
  const [first, second] = contrasts;
  if (first === undefined) {
    throw new UsageError('no difference between A and B is given', {
      hint: `give one of: ${EXAMPLES.join(' · ')}`,
    });
  }
  if (second === undefined) return first;
  throw new UsageError(
    `A and B differ by ${first.by} and by ${second.by}: a difference could come from either`,
    { hint: 'choose one of them' },
  );
}

function parseSideParameters(assignments: readonly string[], option: string): ReadonlyMap<string, string> {
  return new Map(
    [...parseAssignments(assignments, option)].map(([name, [value = '', ...others]]) => {
      if (others.length === 0 && value !== 'all') return [name, value];
      throw new UsageError(`${option} ${name} has several values`, { hint: 'give each side one value' });
    }),
  );
}

function refuseMisfits(
  { scenarios, node, parameterValues, minPairs, maxPairs }: Values,
  contrast: Contrast,
): void {
  if (scenarios.length === 0) {
    throw new UsageError('no scenario is selected', {
      hint: 'try --scenario await-drain; `tidemark list` shows the scenarios',
    });
  }
  if (contrast.by === 'node' && node !== undefined) {
    throw new UsageError('--node sets the Node of both sides, and excludes --a-node and --b-node', {
      hint: 'leave --node out',
    });
  }
  if (contrast.by === 'param') refuseSeveralValues(contrast.given, parameterValues);
  if (minPairs !== undefined && minPairs > maxPairs) {
    throw new UsageError(`--pairs ${minPairs} is more than --max-pairs ${maxPairs}`, {
      hint: `write --max-pairs ${minPairs}`,
    });
  }
}

/** A parameter that only one side sets must have one value in `--param` as well: each case of A is paired with one of B. */
function refuseSeveralValues(
  { a, b }: Sides<ReadonlyMap<string, string>>,
  ofBoth: ReadonlyMap<string, readonly string[]>,
): void {
  for (const name of [...a.keys(), ...b.keys()]) {
    const values = ofBoth.get(name) ?? [];
    if (values.length > 1 || values.includes('all'))
      throw new UsageError(`--param ${name} has several values, and one side sets its own`, {
        hint: `give --a-param ${name}=… and --b-param ${name}=…, and no --param ${name}`,
      });
  }
}
