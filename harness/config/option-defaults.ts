/**
 * The defaults that a configuration file can set. Generated from the options of the commands:
 * npx vitest run scripts/option-defaults.test.ts -u
 */
// biome-ignore-all format: generated
import type { Limits } from '../scenario.ts';

type Word = string | number;
type Words = Word | readonly Word[];

/** What no run may exceed, with units where that is shorter: `{ peakBufferedBytes: '128KiB', growth: 'bounded' }`. */
export type LimitDefaults = Pick<Limits, 'growth'> & {
  readonly [Metric in Exclude<keyof Limits, 'growth'>]?: Word;
};

/** Defaults for every command that has the option. */
export interface OptionDefaults {
  /** Also measure this git revision and your working tree in interleaved pairs, for time and RSS. Default: not set. */
  readonly againstRev?: Word;
  /** Every scenario that comes with tidemark. Default: false. */
  readonly all?: boolean;
  /** Name of a stored baseline, or path of a report. Default: not set. */
  readonly baseline?: Word;
  /** The fastest value that buffers no more than this. Default: not set. */
  readonly budget?: Word;
  /** Comparisons of each trial. Default: 25 to 200. */
  readonly comparisons?: Word;
  /** Collect garbage while the program runs, so that what is read as memory is what lives. Default: false. */
  readonly deep?: boolean;
  /** Environment variable to pass to scenarios. Default: none. */
  readonly env?: Words;
  /** Print the findings so far to stderr, this often: --every 60s. Default: not set. */
  readonly every?: Word;
  /** Exit with 1 if there is an alarm. Default: false. */
  readonly fail?: boolean;
  /** Add runs at other volumes to judge growth; --no-growth leaves them out. Default: true. */
  readonly growth?: boolean;
  /** Largest volume to judge growth by. Default: the volume, at least 256MiB. */
  readonly growthVolume?: Word;
  /** JSON file of known exceptions: [{"site": "src/export.ts:42"}, {"package": "pg"}]. Default: none. */
  readonly ignore?: Words;
  /** Do not run the install scripts of the dependencies of a revision. Default: false. */
  readonly ignoreScripts?: boolean;
  /** Time between two samples. Default: 20ms. */
  readonly interval?: Word;
  /** Print only the report to stdout, as JSON. Default: false. */
  readonly json?: boolean;
  /** How many of the newest invocations to keep. Default: 10. */
  readonly keep?: Word;
  /** The fastest value that buffers no more than so many milliseconds of data. Default: not set. */
  readonly latency?: Word;
  /** What no run may exceed: peakBufferedBytes=128KiB, or growth=bounded; those of a scenario come first. Default: none. */
  readonly limits?: LimitDefaults;
  /** Every combination of the declared values. Default: false. */
  readonly matrix?: boolean;
  /** Kill a run whose RSS exceeds this, that of its child processes included. Default: half of available memory. */
  readonly maxMemory?: Word;
  /** Maximum number of pairs (added while variance is high). Default: 60. */
  readonly maxPairs?: Word;
  /** Stop after about this long, with what is known then. Default: 75s, with --quick 16s. */
  readonly maxTime?: Word;
  /** What is limited: heap (--max-old-space-size), rss (all memory of the process) or container (a cgroup, on Linux); comma-separated or repeated. Default: heap,rss. */
  readonly memory?: Words;
  /** Metric classes to compare: exact, growth, memory, time, comma-separated; or all. Default: all. */
  readonly metrics?: Word;
  /** Node version to measure, such as 22, or path of its binary; repeat it to compare several. Default: this Node. */
  readonly node?: Words;
  /** Flag for the measured Node: --node-flag=--max-old-space-size=512. Default: none. */
  readonly nodeFlag?: Words;
  /** Trials to run: alone, background-load, exact, growth, memory, time; comma-separated or repeated. Default: all. */
  readonly only?: Words;
  /** Minimum number of pairs of each kind. Default: 3 exact, 10 memory, 30 time. */
  readonly pairs?: Word;
  /** The parameter to choose, a size or a number. Default: highWaterMark, or the only one. */
  readonly parameter?: Word;
  /** Values of a parameter: name=16KiB,1MiB or name=all. Default: the first declared. */
  readonly parameters?: Readonly<Record<string, Words>>;
  /** Add a run with memory sampling; --no-profile leaves it out. Default: true, or false for a comparison table. */
  readonly profile?: boolean;
  /** Smoke run: one measure run per case, no profile run, growth over at most 128MiB. Default: false. */
  readonly quick?: boolean;
  /** Runs of each claim, which have to agree. Default: 2. */
  readonly repeats?: Word;
  /** For CI: github, markdown or json; markdown=FILE writes a file; comma-separated or repeated. Default: none. */
  readonly reporter?: 'github' | `github=${string}` | 'markdown' | `markdown=${string}` | 'json' | `json=${string}` | readonly ('github' | `github=${string}` | 'markdown' | `markdown=${string}` | 'json' | `json=${string}`)[];
  /** For CI: github, junit, markdown, json, bencher or github-action-benchmark; junit=FILE writes a file; comma-separated or repeated. Default: none. */
  readonly reporters?: 'github' | `github=${string}` | 'junit' | `junit=${string}` | 'markdown' | `markdown=${string}` | 'json' | `json=${string}` | 'bencher' | `bencher=${string}` | 'github-action-benchmark' | `github-action-benchmark=${string}` | readonly ('github' | `github=${string}` | 'junit' | `junit=${string}` | 'markdown' | `markdown=${string}` | 'json' | `json=${string}` | 'bencher' | `bencher=${string}` | 'github-action-benchmark' | `github-action-benchmark=${string}`)[];
  /** Results directory. Default: results. */
  readonly results?: Word;
  /** Measure runs of each case. Default: 3, or 5 for a comparison table. */
  readonly runs?: Word;
  /** Name or glob of a scenario, or a file, a folder or a glob of files; comma-separated or repeated. Default: none. */
  readonly scenarios?: Words;
  /** Seed for the run order. Default: random. */
  readonly seed?: Word;
  /** Runs of each case with --single-threaded-gc, whose RSS hardly varies: with 10, `check` can judge it. Default: 0. */
  readonly stableRuns?: Word;
  /** Exit with 5 if growth is inconclusive. Default: false. */
  readonly strict?: boolean;
  /** Kill a run after this long. Default: 60s. */
  readonly timeout?: Word;
  /** Show the last lines of output of each scenario. Default: false. */
  readonly verbose?: boolean;
  /** How much slower than the fastest the value may be. Default: 5%. */
  readonly within?: Word;
}

/** Defaults for single commands. */
export interface CommandDefaults {
  readonly run?: Pick<OptionDefaults, 'scenarios' | 'all' | 'parameters' | 'matrix' | 'node' | 'nodeFlag' | 'env' | 'limits' | 'quick' | 'runs' | 'profile' | 'stableRuns' | 'growth' | 'growthVolume' | 'interval' | 'timeout' | 'maxMemory' | 'seed' | 'json' | 'reporters' | 'results' | 'verbose' | 'strict'>;
  readonly compare?: Pick<OptionDefaults, 'reporters' | 'json' | 'results' | 'verbose' | 'strict'>;
  readonly report?: Pick<OptionDefaults, 'results'>;
  readonly merge?: Pick<OptionDefaults, 'reporters' | 'json' | 'results' | 'strict'>;
  readonly ab?: Pick<OptionDefaults, 'scenarios' | 'parameters' | 'node' | 'nodeFlag' | 'env' | 'limits' | 'metrics' | 'pairs' | 'maxPairs' | 'ignoreScripts' | 'growthVolume' | 'interval' | 'timeout' | 'maxMemory' | 'seed' | 'json' | 'reporters' | 'results' | 'verbose' | 'strict'>;
  readonly tune?: Pick<OptionDefaults, 'scenarios' | 'parameter' | 'parameters' | 'node' | 'nodeFlag' | 'env' | 'within' | 'budget' | 'latency' | 'quick' | 'maxTime' | 'timeout' | 'maxMemory' | 'seed' | 'json' | 'reporter' | 'results' | 'strict'>;
  readonly check?: Pick<OptionDefaults, 'baseline' | 'againstRev' | 'metrics' | 'node' | 'nodeFlag' | 'env' | 'limits' | 'ignoreScripts' | 'maxPairs' | 'timeout' | 'maxMemory' | 'seed' | 'reporters' | 'json' | 'results' | 'verbose' | 'strict'>;
  readonly baseline?: Pick<OptionDefaults, 'results'>;
  readonly 'gate-selftest'?: Pick<OptionDefaults, 'quick' | 'only' | 'comparisons' | 'seed' | 'json'>;
  readonly doctor?: Pick<OptionDefaults, 'ignore' | 'every' | 'deep' | 'fail' | 'results'> & {
  /** Write the findings to this file, as JSON. Default: not set. */
  readonly json?: Word;
  /** For CI: github, junit or markdown, to stderr; junit=FILE writes a file; comma-separated or repeated. Default: none. */
  readonly reporters?: 'github' | `github=${string}` | 'junit' | `junit=${string}` | 'markdown' | `markdown=${string}` | readonly ('github' | `github=${string}` | 'junit' | `junit=${string}` | 'markdown' | `markdown=${string}`)[];
};
  readonly survive?: Pick<OptionDefaults, 'scenarios' | 'parameters' | 'memory' | 'node' | 'nodeFlag' | 'env' | 'quick' | 'runs' | 'timeout' | 'maxMemory' | 'json' | 'reporter' | 'results' | 'verbose'>;
  readonly claims?: Pick<OptionDefaults, 'node' | 'nodeFlag' | 'repeats' | 'timeout' | 'maxMemory' | 'seed' | 'json' | 'reporter' | 'results' | 'strict'>;
  readonly list?: Pick<OptionDefaults, 'scenarios'>;
  readonly prune?: Pick<OptionDefaults, 'keep' | 'results'>;
}
