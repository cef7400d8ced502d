/** What single words of the command line mean. Each throws a UsageError that names the option, the range and an example. */
import { randomInt } from 'node:crypto';
import { UsageError } from '../errors.ts';
import { parseBytes, parseDuration } from '../units.ts';

const LARGEST_SEED = 2 ** 32 - 1;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** `--scenario a,b` is `--scenario a --scenario b`. */
export const splitWords = (words: readonly string[]): string[] =>
  words
    .flatMap((word) => word.split(','))
    .map((word) => word.trim())
    .filter(Boolean);

/** `highWaterMark=16KiB,1MiB`: a name and its values. Given twice, the values of both are taken. */
export function parseAssignments(assignments: readonly string[], option = '--param'): Map<string, string[]> {
  const requested = new Map<string, string[]>();
  for (const assignment of assignments) {
    const [, name, values = ''] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(assignment) ?? [];
    const words = splitWords([values]);
    if (name === undefined || words.length === 0) {
      const example = option === '--param' ? '16KiB,1MiB' : '16KiB';
      throw new UsageError(`${option} ${assignment} gives no value`, {
        hint: `write ${option} highWaterMark=${example}`,
      });
    }
    requested.set(name, [...(requested.get(name) ?? []), ...words]);
  }
  return requested;
}

export function parseWhole(option: string, word: string, least: number, most: number): number {
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${option} ${word} is not a whole number from ${least} to ${most}`);
}

export function parseTime(option: string, word: string, maxMs = LONGEST_TIMER_MS): number {
  const value = parseDuration(/^\d+$/.test(word) && option === '--timeout' ? `${word}s` : word) ?? Number.NaN;
  if (value >= 1 && value <= maxMs) return value;
  throw new UsageError(`${option} ${word} is not a time from 1 ms to ${Math.floor(maxMs / 1000)} s`, {
    hint: `write ${option} ${option === '--interval' ? '10ms' : '30s'}`,
  });
}

/** A seed that was not given is drawn. */
export const parseSeed = (word: string | undefined): number =>
  word === undefined ? randomInt(LARGEST_SEED) : parseWhole('--seed', word, 0, LARGEST_SEED);

export function parseSize(option: string, word: string): number {
  const value = parseBytes(word) ?? Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${option} ${word} is not a positive size`, { hint: `write ${option} 512MiB` });
}

export function requireFlag(word: string, option = '--node-flag'): string {
  if (/^--?[a-z]/i.test(word)) return word;
  throw new UsageError(`${option} ${word} is no flag`, {
    hint: `write ${option}=--max-old-space-size=512, once for each flag`,
  });
}

export function requireVariable(word: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(word)) return word;
  throw new UsageError(`--env ${word} is no name of a variable`, {
    hint: 'write --env DATABASE_URL; its value is taken from your environment',
  });
}
