import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseReporters, refuseSharedStdout } from './reporters.ts';

test('none are requested', () => {
  expect(parseReporters([])).toEqual([]);
});

test('they are comma-separated or repeated, and all but one have a file', () => {
  expect(parseReporters(['junit=results/junit.xml, github', 'markdown = a=b.md'])).toEqual([
    { name: 'junit', file: 'results/junit.xml' },
    { name: 'github', file: undefined },
    { name: 'markdown', file: 'a=b.md' },
  ]);
});

test('the same reporter can write to two files', () => {
  expect(parseReporters(['json=a.json', 'json=b.json'])).toHaveLength(2);
});

describe('reporters are refused with', () => {
  test.each([
    [
      'a name that resembles a known one',
      ['junti=a.xml'],
      'there is no reporter junti',
      'did you mean junit?',
    ],
    [
      'a name that resembles none',
      ['tap'],
      'there is no reporter tap',
      'choose from github, junit, markdown,',
    ],
    ['no name', ['=a.xml'], 'there is no reporter ', 'choose from'],
    ['no file', ['junit='], '--reporter junit= does not name a file', 'write --reporter junit=FILE'],
    [
      'the same file twice',
      ['junit=a.xml', 'json=./a.xml'],
      `two reports are written to ${resolve('a.xml')}`,
      'a file of its own',
    ],
  ])('%s', (_name, words, message, hint) => {
    const error = refusalOf(() => parseReporters(words));
    expect(error.message).toBe(message);
    expect(error.hint).toContain(hint);
  });

  test('two on stdout', () => {
    const { message, hint } = refusalOf(() => refuseSharedStdout(parseReporters(['junit', 'github']), false));
    expect(message).toBe('--reporter junit and --reporter github both print to stdout');
    expect(hint).toContain('give one of them a file: --reporter github=FILE');
  });

  test('one on stdout in addition to --json, but not one with a file', () => {
    expect(refusalOf(() => refuseSharedStdout(parseReporters(['github']), true)).message).toBe(
      '--json and --reporter github both print to stdout',
    );
    expect(() => refuseSharedStdout(parseReporters(['github=a.txt']), true)).not.toThrow();
  });
});

function refusalOf(act: () => unknown): UsageError {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
