import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { listNames } from './built-in.ts';
import { isPath, loadScenarios } from './load-scenarios.ts';

const aborts = fileURLToPath(new URL('../test/fixtures/aborts.ts', import.meta.url));

test('the scenarios that come with tidemark are listed by name, sorted, without what they share', () => {
  const names = listNames();
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['await-drain', 'baseline-noop', 'ignore-drain']));
  expect(names).not.toContain('slow-sink');
});

describe('scenarios are selected', () => {
  test('by name, in the order requested', async () => {
    expect(await namesOf('ignore-drain', 'await-drain')).toEqual(['ignore-drain', 'await-drain']);
  });

  test('by a pattern over their names, sorted', async () => {
    expect(await namesOf('{ignore,await}-drain')).toEqual(['await-drain', 'ignore-drain']);
    expect(await namesOf('*')).toEqual(listNames());
  });

  test.each([
    ['an absolute path', aborts],
    ['a relative path', `./${relative(process.cwd(), aborts)}`],
    ['a relative path that begins with a folder', relative(process.cwd(), aborts)],
    ['a URL', pathToFileURL(aborts).href],
  ])('by %s', async (_, selector) => {
    expect(await loadScenarios([selector])).toMatchObject([
      { name: 'aborts', source: pathToFileURL(aborts).href, url: expect.stringMatching(/aborts-\w+\.mjs$/) },
    ]);
  });

  test('once, however often they are requested', async () => {
    expect(await namesOf('await-drain', '{ignore,await}-drain', aborts, pathToFileURL(aborts).href)).toEqual([
      'await-drain',
      'ignore-drain',
      'aborts',
    ]);
  });
});

describe('a selection is refused', () => {
  test('where no scenario has the name, with the one that was intendedDifferences', async () => {
    expect(await refusalOf('ignore-drian')).toMatchObject({
      message: 'there is no scenario ignore-drian',
      hint: 'did you mean ignore-drain?',
    });
  });

  test.each(['something-else-altogether', 'zzz*', ''])('where nothing is like %j', async (selector) => {
    expect(await refusalOf(selector)).toMatchObject({ hint: '`tidemark list` shows all of them' });
  });

  test('where the file does not exist', async () => {
    const { message } = await refusalOf('./no-such-scenario.ts');
    expect(message).toBe(`there is no scenario file ${join(process.cwd(), 'no-such-scenario.ts')}`);
  });

  test('where it is a folder', async () => {
    expect((await refusalOf(dirname(aborts))).message).toContain('there is no scenario file');
  });

  test('where the file is of another kind', async () => {
    expect(await refusalOf('./package.json')).toMatchObject({
      message: expect.stringContaining('package.json is not a scenario file'),
    });
  });
});

test('what looks like a path is one', () => {
  expect(['./a', '../a', '/a/b', 'a.ts', 'a/b.mjs', 'file:///a'].map(isPath)).toEqual(Array(6).fill(true));
  expect(['a', 'a-*', '{a,b}', '*.json'].map(isPath)).toEqual(Array(4).fill(false));
});

const namesOf = async (...selectors: string[]): Promise<string[]> =>
  (await loadScenarios(selectors)).map(({ name }) => name);

async function refusalOf(selector: string): Promise<UsageError> {
  const error = await loadScenarios([selector]).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  return error;
}
