import { UsageError } from '../errors.ts';
import { asTyped, defineCommand, type OptionValues, toggle, word, words } from './define-command.ts';
import { parseReportersOf, refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE, OUTPUT } from './shared-options.ts';
import { parseWhole, splitWords } from './values/parse-values.ts';

const KINDS = ['heap', 'rss', 'container'] as const;
const USUAL_KINDS = ['heap', 'rss'] as const;
type Kind = (typeof KINDS)[number];

const REPORTERS = ['junit', 'markdown', 'json'] as const;
export type SurviveReporterName = (typeof REPORTERS)[number];

/** With ten in a row, fewer than one in four fail; with three, fewer than two in three (95 % confidence). */
const REPEATS = { usual: 10, quick: 3 };
const PRECISION = { usual: 0.02, quick: 0.04 };

const options = {
  scenarios: shared.scenarios,
  parameterValues: shared.parameterValues,
  kinds: words({
    flag: 'memory',
    group: MEASURE,
    takes: { words: KINDS },
    describe:
      'what is limited: heap (--max-old-space-size), rss (all memory of the process) or container (a cgroup, on Linux); comma-separated or repeated',
    defaultText: 'heap,rss',
    parse: parseKinds,
  }),
  node: word({
    flag: 'node',
    group: MEASURE,
    describe: 'version or path of the Node to measure',
    defaultText: 'this Node',
    takes: 'node',
    parse: asTyped,
  }),
  nodeFlags: shared.nodeFlags,
  environmentVariables: shared.environmentVariables,
  quick: toggle({
    flag: 'quick',
    group: HOW,
    describe: 'a rougher answer: within 4 % instead of 2 %, and 3 runs with it',
  }),
  repeats: word({
    flag: 'runs',
    group: HOW,
    describe: 'how many runs must complete with the answer, and none fail',
    defaultText: '10, or 3 with --quick',
    parse: (typed, option) => parseWhole(typed, option, { min: 1, max: 50, example: 10 }),
  }),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  json: shared.json('the answer'),
  reporters: words({
    flag: 'reporter',
    group: OUTPUT,
    describe: 'for CI: junit, markdown or json; junit=FILE writes a file; comma-separated or repeated',
    defaultText: 'none',
    takes: { reporters: REPORTERS },
    parse: (typed) =>
      parseReportersOf(typed, {
        names: REPORTERS,
        missing: (name) => `survive has no reporter ${name}`,
      }),
  }),
  resultsRoot: shared.resultsRoot,
  verbose: shared.verbose('every run with its limit'),
};

/** What `survive` is to do, complete and valid. */
export interface SurviveOptions extends Omit<OptionValues<typeof options>, 'quick' | 'repeats'> {
  readonly command: 'survive';
  /** How many runs must complete with the answer. */
  readonly repeats: number;
  /** How far the answer may be from a limit that fails, as a share of it. */
  readonly precision: number;
}

export const surviveCommand = defineCommand({
  usage: 'survive',
  summary: 'find the smallest memory in which a case still completes',
  options,
  examples: [
    ['$0 survive -s await-drain', 'the smallest V8 heap, and the smallest RSS'],
    ['$0 survive -s ./upload.ts --memory container --quick', 'the smallest container, roughly'],
  ],
  epilogue:
    'Exit codes: 0 the smallest limits were found · 2 usage · 3 a case does not complete even without a limit, or no limit was found · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({ quick, repeats, ...values }): SurviveOptions => {
    if (values.scenarios.length === 0) {
      throw new UsageError('no scenario is selected', {
        hint: 'try --scenario await-drain; `tidemark list` shows the scenarios',
      });
    }
    refuseSharedStdout(values.reporters, values.json);
    const as = quick ? 'quick' : 'usual';
    return { command: 'survive', ...values, repeats: repeats ?? REPEATS[as], precision: PRECISION[as] };
  },
});

function parseKinds(typed: readonly string[], option: string): readonly Kind[] {
  const named = splitWords(typed);
  const unknown = named.find((each) => !KINDS.some((kind) => kind === each));
  if (unknown !== undefined)
    throw new UsageError(`${option} ${unknown} is not a kind of memory`, {
      hint: `choose from ${KINDS.join(', ')}`,
    });
  return named.length === 0 ? USUAL_KINDS : KINDS.filter((kind) => named.includes(kind));
}
