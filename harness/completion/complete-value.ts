/** The values of an option, by what it takes. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBuiltIn, listClaims, listClaimTopics, listNames } from '../catalogue/built-in.ts';
import type { Takes } from '../command-line/define-command.ts';
import { LIMIT_NAMES } from '../command-line/values/limits.ts';
import { RUNTIME_NAMES } from '../runtimes/runtime.ts';
import { listBaselines, listInterrupted, listReports } from '../store/baselines.ts';
import { findParameters, listOwn } from './find-parameters.ts';
import type { Settings } from './find-settings.ts';
import { listPaths } from './list-paths.ts';
import { type Candidate, matchWords } from './match-words.ts';
import { readTags } from './read-source.ts';

interface Asked {
  readonly takes: Takes;
  readonly typed: string;
  readonly settings: () => Promise<Settings>;
  readonly onlyExtends: boolean;
}

/** What the part behind `from` may become; what is in front of it stays. */
interface Choice {
  readonly from: number;
  readonly words: readonly string[];
  /** Which files it may be as well; none if it is no path. */
  readonly isWanted?: (file: string) => boolean;
}

/** Whole values, with what was typed of a list before the part that is completed. */
export async function completeValue(asked: Asked): Promise<readonly Candidate[]> {
  const { from, words, isWanted } = await listChoice(asked);
  const [kept, typed] = [asked.typed.slice(0, from), asked.typed.slice(from)];
  const known = words.map((word) => ({ word }));
  const found = looksLikePath(typed) ? [] : matchWords(known, typed, asked.onlyExtends);
  const isPath = found.length === 0 && isWanted !== undefined && (typed !== '' || words.length === 0);
  // A path is never abbreviated.
  const paths = isPath ? listPaths(typed, isWanted).filter(({ word }) => word.startsWith(typed)) : [];
  return [...found, ...paths].map(({ word }) => ({ word: kept + word }));
}

const looksLikePath = (typed: string): boolean => /[/\\]|^[.~]/.test(typed);
const anyFile = (): boolean => true;
const isScenarioFile = (file: string): boolean =>
  /(?<!\.d)\.[cm]?[jt]s$/.test(file) && !/\.(?:test|spec|config)\./.test(file);

async function listChoice({ takes, typed, settings }: Asked): Promise<Choice> {
  const behindComma = typed.lastIndexOf(',') + 1;
  if (typeof takes === 'object')
    return 'words' in takes
      ? { from: behindComma, words: listUnused(takes.words, typed.slice(0, behindComma)) }
      : chooseReporter(typed, behindComma, takes.reporters);
  switch (takes) {
    case 'scenarios': {
      const words = [...(await listConfigured(await settings())), ...listNames()];
      return { from: behindComma, words, isWanted: isScenarioFile };
    }
    case 'parameters':
      return chooseParameter(typed, (await settings()).selected);
    case 'limits':
      return typed.startsWith('growth=')
        ? { from: 'growth='.length, words: ['bounded'] }
        : { from: 0, words: LIMIT_NAMES.map((name) => `${name}=`) };
    case 'claims':
      return { from: behindComma, words: listUnused(listClaims(), typed.slice(0, behindComma)) };
    case 'claim-topics':
      return { from: behindComma, words: listUnused(listClaimTopics(), typed.slice(0, behindComma)) };
    case 'tag':
      return { from: 0, words: listTags() };
    case 'node':
      return { from: 0, words: ['current'], isWanted: anyFile };
    case 'runtime':
      return { from: 0, words: RUNTIME_NAMES.map((name) => name.toLowerCase()), isWanted: anyFile };
    case 'path':
      return { from: 0, words: [], isWanted: anyFile };
    case 'baseline':
      return { from: 0, words: listBaselines((await settings()).resultsRoot), isWanted: anyFile };
    case 'report':
      return { from: 0, words: listReports((await settings()).resultsRoot).reverse(), isWanted: anyFile };
    case 'interrupted':
      return { from: 0, words: listInterrupted((await settings()).resultsRoot).reverse() };
    case 'text':
      return { from: 0, words: [] };
  }
}

/** What a list does not have yet. */
function listUnused(words: readonly string[], list: string): string[] {
  const used = list.split(',');
  return words.filter((word) => !used.includes(word));
}

/** A name, or the file behind it. */
function chooseReporter(typed: string, behindComma: number, names: readonly string[]): Choice {
  const equals = typed.indexOf('=', behindComma);
  if (equals !== -1) return { from: equals + 1, words: [], isWanted: anyFile };
  return { from: behindComma, words: names.flatMap((name) => [name, `${name}=`]) };
}

/** A name, or the last of its values. */
async function chooseParameter(typed: string, selected: readonly string[]): Promise<Choice> {
  const parameters = await findParameters(selected);
  const equals = typed.indexOf('=');
  if (equals === -1) return { from: 0, words: [...parameters.keys()].map((name) => `${name}=`) };
  const values = [...(parameters.get(typed.slice(0, equals)) ?? [])];
  const from = Math.max(equals, typed.lastIndexOf(',')) + 1;
  const left = listUnused(values, typed.slice(equals + 1, from));
  return { from, words: from === equals + 1 && values.length > 1 ? [...left, 'all'] : left };
}

/** The files themselves: one of them is wanted more often than all. */
const listConfigured = async ({ configured }: Settings): Promise<string[]> =>
  (await listOwn(configured)).map((path) => {
    const fromHere = relative(process.cwd(), path);
    return fromHere.startsWith('.') ? fromHere : `./${fromHere}`;
  });

function listTags(): string[] {
  const sources = [...findBuiltIn().values()].map((url) => readFileSync(fileURLToPath(url), 'utf8'));
  return [...new Set(sources.flatMap(readTags))].sort();
}
