/** `--reporter`: the output formats for CI, and where each is written. */
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../words/suggest-word.ts';
import { splitWords } from './values/parse-values.ts';

export const REPORTERS = [
  'github',
  'junit',
  'markdown',
  'json',
  'bencher',
  'github-action-benchmark',
] as const;
export type ReporterName = (typeof REPORTERS)[number];

export interface ReporterRequest<Name extends ReporterName = ReporterName> {
  readonly name: Name;
  /** Undefined for stdout, or for stderr where stdout is not tidemark's. */
  readonly file: string | undefined;
}

/** `junit=results/junit.xml`, `github`: comma-separated or repeated. */
export const parseReporters = (words: readonly string[]): readonly ReporterRequest[] =>
  parseReportersOf(words, { names: REPORTERS, missing: (name) => `there is no reporter ${name}` });

interface Known<Name extends ReporterName> {
  readonly names: readonly Name[];
  /** What is said of another. */
  readonly missing: (name: string) => string;
  /** Where what it prints is found in another way. */
  readonly instead?: string;
}

/** Of a command that has some of them. */
export function parseReportersOf<Name extends ReporterName>(
  words: readonly string[],
  known: Known<Name>,
): readonly ReporterRequest<Name>[] {
  const requests = splitWords(words).map((word) => parseReporter(word, known));
  refuseSharedFile(requests.map(({ file }) => file));
  return requests;
}

function parseReporter<Name extends ReporterName>(
  word: string,
  { names, missing, instead = '' }: Known<Name>,
): ReporterRequest<Name> {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const known = names.find((reporter) => reporter === name.trim());
  if (known === undefined) {
    throw new UsageError(missing(name.trim()), {
      hint: suggestWord(name.trim(), names) ?? `choose from ${names.join(', ')}${instead}`,
    });
  }
  if (file?.trim() === '')
    throw new UsageError(`--reporter ${word} does not name a file`, {
      hint: `write --reporter ${known}=FILE`,
    });
  return { name: known, file: file?.trim() };
}

/** `github`, and not `github=FILE`; of several that are separated by commas, any. */
export const isOnStdout = (word: string): boolean => splitWords([word]).some((each) => !each.includes('='));

/** Only one of them can print to stdout, and `--json` does so. */
export function refuseSharedStdout(requests: readonly ReporterRequest[], json: boolean): void {
  const names = requests.filter(({ file }) => file === undefined).map(({ name }) => `--reporter ${name}`);
  const [first, second] = json ? ['--json', ...names] : names;
  if (first === undefined || second === undefined) return;
  throw new UsageError(`${first} and ${second} both print to stdout`, {
    hint: `give one of them a file: ${second}=FILE`,
  });
}

export function refuseSharedFile(named: readonly (string | undefined)[]): void {
  const files = named.flatMap((file) => (file === undefined ? [] : [resolve(file)]));
  const shared = files.find((file, index) => files.indexOf(file) !== index);
  if (shared === undefined) return;
  throw new UsageError(`two reports are written to ${shared}`, { hint: 'give each a file of its own' });
}
