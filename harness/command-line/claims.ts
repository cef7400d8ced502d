/** `tidemark claims`: which claims, on which Nodes, and how they are shown. */
import type { ClaimAnswerVerdict } from '../claims/claim.ts';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { defineCommand, type OptionValues, toggle, word, words } from './define-command.ts';
import { parseReportersOf, refuseSharedStdout } from './reporters.ts';
import * as shared from './shared-options.ts';
import { HOW, MEASURE, OUTPUT } from './shared-options.ts';
import { drawSeed, parseWhole, splitNames } from './values/parse-values.ts';

const CLAIM_REPORTERS = ['github', 'markdown', 'json'] as const;
export type ClaimReporterName = (typeof CLAIM_REPORTERS)[number];

const MAX_REPEATS = 100;

/** A verdict as it is typed: one word. */
const VERDICTS = ['true', 'false', 'partly', 'uncertain', 'not-measured', 'not-tested'] as const;

const options = {
  topics: words({
    flag: 'topic',
    group: MEASURE,
    describe:
      'only claims of this topic, such as drain (`tidemark list --claims` shows all); comma-separated or repeated',
    defaultText: 'all',
    takes: 'claim-topics',
    isOnlyTyped: true,
    parse: splitNames,
  }),
  ids: words({
    flag: 'id',
    group: MEASURE,
    describe: 'only this claim; comma-separated or repeated',
    defaultText: 'all',
    takes: 'claims',
    isOnlyTyped: true,
    parse: splitNames,
  }),
  nodes: words({
    flag: 'node',
    group: MEASURE,
    describe: 'Node versions to compare, such as 20,22, or paths of binaries; comma-separated or repeated',
    defaultText: 'this Node',
    takes: 'node',
    parse: (typed, option) => [...new Set(splitNames(typed, option))],
  }),
  nodeFlags: shared.nodeFlags,
  repeats: word({
    flag: 'repeats',
    group: HOW,
    describe: 'runs of each claim, which have to agree',
    default: '2',
    parse: (typed, option) => parseWhole(typed, option, { min: 1, max: MAX_REPEATS, example: 2 }),
  }),
  timeoutMs: shared.timeoutMs,
  maxMemoryBytes: shared.maxMemoryBytes,
  seed: shared.seed,
  verdicts: words({
    flag: 'verdict',
    group: OUTPUT,
    describe: 'show only claims with this verdict; comma-separated or repeated',
    defaultText: 'all',
    takes: { words: VERDICTS },
    isOnlyTyped: true,
    parse: parseVerdicts,
  }),
  changed: toggle({
    flag: 'changed',
    group: OUTPUT,
    describe: 'show only claims whose verdict differs between the Nodes',
    isOnlyTyped: true,
  }),
  explain: toggle({
    flag: 'explain',
    group: OUTPUT,
    describe: 'show the experiment of the claim that --id names, its readings, and its rule',
    isOnlyTyped: true,
  }),
  json: shared.json('the claims'),
  markdown: toggle({ flag: 'markdown', group: OUTPUT, describe: 'print Markdown', isOnlyTyped: true }),
  reporters: words({
    flag: 'reporter',
    group: OUTPUT,
    describe: 'for CI: github, markdown or json; markdown=FILE writes a file; comma-separated or repeated',
    defaultText: 'none',
    takes: { reporters: CLAIM_REPORTERS },
    parse: (typed) =>
      parseReportersOf(typed, {
        names: CLAIM_REPORTERS,
        missing: (name) => `claims has no reporter ${name}`,
      }),
  }),
  resultsRoot: shared.resultsRoot,
  strict: shared.strict('if a claim is uncertain'),
};

type Values = OptionValues<typeof options>;

/** What `claims` is to do, complete and valid but for the names of claims and topics. */
export interface ClaimsOptions extends Omit<Values, 'seed'> {
  readonly command: 'claims';
  readonly seed: number;
}

export const claimsCommand = defineCommand({
  usage: 'claims',
  summary: 'measure what is true of streams and Buffers on this Node',
  options,
  examples: [
    ['$0 claims --topic drain', 'what is said about drain, and what is true of it'],
    ['$0 claims --id drain-when-below-hwm --explain', 'the experiment, its readings, and its rule'],
    ['$0 claims --node 20,22,24,26 --changed', 'what has changed between versions of Node'],
  ],
  epilogue:
    'A claim is a sentence from an article about Node. An experiment counts or measures what Node does, and a rule makes a verdict of its readings: true, false, partly (with the condition), not tested (if this Node or system cannot show it), or uncertain, if two runs differ or a measured reading is within 10 % of the edge of the rule.\n\nExit codes: 0 every claim was measured, whatever its verdict · 2 usage · 3 a claim could not be measured · 5 a claim is uncertain (--strict) · 6 results or temporary files could not be written · 70 a bug in tidemark · 129, 130 or 143 interrupted',
  resolve: ({ seed, ...values }): ClaimsOptions => {
    const { changed, explain, ids, nodes, json, markdown, reporters } = values;
    if (explain && ids.length !== 1) {
      throw new UsageError('--explain shows one claim', {
        hint: 'write --id drain-when-below-hwm --explain; `tidemark list --claims` shows the names',
      });
    }
    if (explain && (json || markdown)) {
      throw new UsageError('--explain is for people to read', { hint: 'leave --json and --markdown out' });
    }
    if (changed && nodes.length < 2) {
      throw new UsageError('--changed compares several versions of Node', {
        hint: 'write --node 20,22,24,26 --changed',
      });
    }
    if (json && markdown)
      throw new UsageError('--json and --markdown exclude each other', { hint: 'give one of them' });
    refuseSharedStdout(reporters, json || markdown);
    return { command: 'claims', ...values, seed: seed ?? drawSeed() };
  },
});

function parseVerdicts(typed: readonly string[], option: string): readonly ClaimAnswerVerdict[] {
  return splitNames(typed, option).map((typedWord) => {
    const known = VERDICTS.find((verdict) => verdict === typedWord.replaceAll(' ', '-'));
    if (known !== undefined) return known.replace('-', ' ') as ClaimAnswerVerdict;
    throw new UsageError(`${option} cannot be ${typedWord}`, {
      hint: suggestWord(typedWord, VERDICTS) ?? `choose from ${VERDICTS.join(', ')}`,
    });
  });
}
