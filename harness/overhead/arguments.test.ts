import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseSelfArguments } from './arguments.ts';

const KNOWN = ['flood', 'peak', 'run-cost'];
const parse = (...argv: string[]) => parseSelfArguments(argv, KNOWN, 99);

describe('parseSelfArguments', () => {
  test('without arguments every section is measured in full, as a table', () => {
    expect(parse()).toEqual({ isHelp: false, isJson: false, isQuick: false, names: KNOWN, seed: 99 });
  });

  test('sections are comma-separated or repeated, and stay in their own order', () => {
    expect(parse('--only', 'run-cost,flood').names).toEqual(['flood', 'run-cost']);
    expect(parse('--only=peak', '--only=flood').names).toEqual(['flood', 'peak']);
  });

  test('a seed can be given', () => {
    expect(parse('--seed', '7').seed).toBe(7);
  });

  test.each([
    [['--only', 'fload'], 'there is no section fload'],
    [['--fast'], "Unknown option '--fast'"],
    [['flood'], "Unexpected argument 'flood'"],
    [['--seed', '1e3'], '--seed 1e3 is not a whole number'],
    [['--seed', '4294967296'], '--seed 4294967296 is not a whole number below'],
  ])('%j is refused', (argv, message) => {
    expect(() => parse(...argv)).toThrow(UsageError);
    expect(() => parse(...argv)).toThrow(message);
  });
});
