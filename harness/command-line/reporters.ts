/** `--reporter`: the output formats for CI, and where each is written. */
import { resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import { suggestWord } from '../suggest-word.ts';
import { splitWords } from './values.ts';

const REPORTERS = ['github', 'junit', 'markdown', 'json', 'bencher', 'github-action-benchmark'] as const;
export type ReporterName = (typeof REPORTERS)[number];

export interface ReporterRequest {
  readonly name: ReporterName;
  /** Undefined for stdout. */
  readonly file: string | undefined;
}

/** `junit=results/junit.xml`, `github`: comma-separated or repeated. */
export function parseReporters(words: readonly string[]): readonly ReporterRequest[] {
  const requests = splitWords(words).map(parseReporter);
  refuseSharedFile(requests);
  return requests;
}

function parseReporter(word: string): ReporterRequest {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? [];
  const known = REPORTERS.find((reporter) => reporter === name.trim());
  if (known === undefined) {
    throw new UsageError(`there is no reporter ${name.trim()}`, {
      hint: suggestWord(name.trim(), REPORTERS) ?? `choose from ${REPORTERS.join(', ')}`,
    });
  }
  if (file?.trim() === '')
    throw new UsageError(`--reporter ${word} does not name a file`, {
      hint: `write --reporter ${known}=FILE`,
    });
  return { name: known, file: file?.trim() };
}

/** Only one of them can print to stdout, and `--json` does so. */
export function refuseSharedStdout(requests: readonly ReporterRequest[], json: boolean): void {
  const names = requests.filter(({ file }) => file === undefined).map(({ name }) => `--reporter ${name}`);
  const [first, second] = json ? ['--json', ...names] : names;
  if (first === undefined || second === undefined) return;
  throw new UsageError(`${first} and ${second} both print to stdout`, {
    hint: `give one of them a file: ${second}=FILE`,
  });
}

function refuseSharedFile(requests: readonly ReporterRequest[]): void {
  const files = requests.flatMap(({ file }) => (file === undefined ? [] : [resolve(file)]));
  const shared = files.find((file, index) => files.indexOf(file) !== index);
  if (shared === undefined) return;
  throw new UsageError(`two reporters write to ${shared}`, { hint: 'give each a file of its own' });
}
