import { suggestWord } from '../words/suggest-word.ts';

const MAX_SHOWN_LENGTH = 60;

/** A declared value, as part of a sentence. Functions arrive as the word 'function'. */
export function describeGiven(value: unknown): string {
  if (value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return value.length <= MAX_SHOWN_LENGTH ? `'${value}'` : `'${value.slice(0, MAX_SHOWN_LENGTH)}…'`;
}

/** The message for a value that is not one of the choices, with a suggestion. */
export function isNotOneOf(given: unknown, choices: readonly string[]): string {
  if (given === undefined) return `is missing; choose one of ${choices.join(', ')}`;
  const suggestion = typeof given === 'string' ? suggestWord(given, choices) : undefined;
  const all = `one of ${choices.join(', ')}`;
  return `${describeGiven(given)} is not ${suggestion === undefined ? all : `known; ${suggestion} (${all})`}`;
}
