/** Parses single values of the command line. Each throws a UsageError that names the option, the range and an example. */
import { UsageError } from '../../errors.ts';
import { parseBytes, parseDuration } from '../../units.ts';

const MAX_SEED = 2 ** 32 - 1;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** `--scenario a,b` is `--scenario a --scenario b`. */
export const splitWords = (words: readonly string[]): string[] =>
  words
    .flatMap((word) => word.split(','))
    .map((word) => word.trim())
    .filter(Boolean);

/** The same where no name at all means every one of them: a variable of a shell that is empty by mistake does not. */
export function splitNames(words: readonly string[], option: string): string[] {
  return words.flatMap((word) => {
    const names = splitWords([word]);
    if (names.length > 0) return names;
    throw new UsageError(`${option} is empty`, { hint: 'give a name, or leave it out' });
  });
}

/** `highWaterMark=16KiB,1MiB`: a name and its values. A repeated name adds its values. */
export function parseAssignments(
  assignments: readonly string[],
  option: string,
): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, readonly string[]>();
  for (const assignment of assignments) {
    const [, name, listed = ''] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(assignment) ?? [];
    const words = splitWords([listed]);
    if (name === undefined || words.length === 0) {
      const example = option === '--param' ? '16KiB,1MiB' : '16KiB';
      throw new UsageError(`${option} ${assignment} gives no value`, {
        hint: `write ${option} highWaterMark=${example}`,
      });
    }
    values.set(name, [...(values.get(name) ?? []), ...words]);
  }
  return values;
}

/** `example` is the value that the error suggests. */
export function parseWhole(
  word: string,
  option: string,
  { min, max, example }: { readonly min: number; readonly max: number; readonly example: number },
): number {
  const value = /^\d+$/.test(word) ? Number(word) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} ${word} is not a whole number from ${min} to ${max}`, {
    hint: `write ${option} ${example}`,
  });
}

export function parseTime(word: string, option: string, maxMs = MAX_TIMER_MS): number {
  const value = parseDuration(/^\d+$/.test(word) && option === '--timeout' ? `${word}s` : word) ?? Number.NaN;
  if (value >= 1 && value <= maxMs) return value;
  throw new UsageError(`${option} ${word} is not a time from 1 ms to ${Math.floor(maxMs / 1000)} s`, {
    hint: `write ${exampleTime(word, option)}`,
  });
}

function exampleTime(word: string, option: string): string {
  if (option === '--interval') return `${option} 10ms`;
  // A number with the unit forgotten.
  if (/^[1-9]\d*$/.test(word) && option !== '--timeout') return `${option} ${word}ms or ${option} ${word}s`;
  return `${option} 30s`;
}

export const parseSeed = (word: string, option: string): number =>
  parseWhole(word, option, { min: 0, max: MAX_SEED, example: 1 });

/** For an invocation whose seed was not given. It draws an order, not a secret: node:crypto takes long to load. */
export const drawSeed = (): number => Math.floor(Math.random() * (MAX_SEED + 1));

export function parseSize(word: string, option: string): number {
  const value = parseBytes(word) ?? Number.NaN;
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`${option} ${word} is not a positive size`, { hint: `write ${option} 512MiB` });
}

export function requireFlag(word: string, option: string): string {
  if (/^--?[a-z]/i.test(word)) return word;
  throw new UsageError(`${option} ${word} is not a flag`, {
    hint: `write ${option}=--max-old-space-size=512, once for each flag`,
  });
}

export function requireVariable(word: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(word)) return word;
  throw new UsageError(`--env ${word} is not the name of an environment variable`, {
    hint: 'write --env DATABASE_URL; its value is taken from your environment',
  });
}
