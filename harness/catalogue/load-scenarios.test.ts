import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { listNames } from './built-in.ts';
import { isPath } from './find-own-files.ts';
import { findScenarioFiles, loadScenarios } from './load-scenarios.ts';

const aborts = fileURLToPath(new URL('../test/fixtures/aborts.ts', import.meta.url));

test('the scenarios that come with tidemark are listed by name, sorted, without their shared modules', () => {
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
      {
        name: 'aborts',
        source: pathToFileURL(aborts).href,
        url: expect.stringMatching(/aborts-[0-9a-f]{8}-[0-9a-f]{16}\.mjs$/),
      },
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
  test('if no scenario has the name, with the one that was probably meant', async () => {
    expect(await refusalOf('ignore-drian')).toMatchObject({
      message: 'there is no scenario ignore-drian',
      hint: 'did you mean ignore-drain?',
    });
  });

  test.each(['something-else-altogether', 'zzz*', ''])('if nothing resembles %j', async (selector) => {
    expect(await refusalOf(selector)).toMatchObject({ hint: '`tidemark list` shows all of them' });
  });

  test('if the file does not exist', async () => {
    const { message } = await refusalOf('./no-such-scenario.ts');
    expect(message).toBe(`there is no scenario file ${join(process.cwd(), 'no-such-scenario.ts')}`);
  });

  test('if the file is of another kind', async () => {
    expect(await refusalOf('./package.json')).toMatchObject({
      message: expect.stringContaining('package.json is not a scenario file'),
    });
  });
});

test('the compiler is loaded for own scenarios only', async () => {
  const script = `
    import { createRequire } from 'node:module';
    import { loadScenarios } from ${JSON.stringify(pathToFileURL(compiled('harness/catalogue/load-scenarios.js')).href)};
    const { cache } = createRequire(${JSON.stringify(aborts)});
    const isLoaded = () => Object.keys(cache).some((path) => path.includes('esbuild'));
    await loadScenarios(['ignore-drain']);
    const before = isLoaded();
    await loadScenarios([${JSON.stringify(aborts)}]);
    console.log(before, isLoaded());
    process.exit();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toBe('false true\n');
});

test('a word that looks like a path is one', () => {
  expect(['./a', '../a', '/a/b', 'a.ts', 'a/b.mjs', 'a/*', 'a.cjs', 'file:///a'].map(isPath)).toEqual(
    Array(8).fill(true),
  );
  expect(['a', 'a-*', '{a,b}', '*.json'].map(isPath)).toEqual(Array(4).fill(false));
});

describe('a folder', () => {
  let folder = '';
  const notes: string[] = [];
  const inFolder = (path: string): string => join(folder, path);
  const load = async (...selectors: string[]): Promise<string[]> => {
    notes.length = 0;
    const described = await loadScenarios(selectors.map(inFolder), (note) => notes.push(note));
    return described.map(({ name }) => name);
  };

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-folder-')));
    const scenario = 'export default { run() {} };';
    for (const [path, content] of [
      ...['bench/upload.bench.ts', 'bench/deep/download.mjs', 'bench/a,b.js'].map((name) => [name, scenario]),
      ['bench/old.cjs', 'module.exports = { run() {} };'],
      ['bench/size.ts', 'export const size = 5;'],
      ['bench/peer.ts', "throw new Error('a program of its own');"],
      ['bench/settings.ts', 'export default { size: 5 };'],
      ['bench/upload.test.ts', "import 'vitest'; export default {};"],
      ['bench/types.d.ts', 'declare const types: number; export default types;'],
      ['bench/node_modules/other/index.js', scenario],
      ['bench/.cache/other.js', scenario],
      ['shared/size.ts', 'export default 5;'],
      ['shared/size.test.ts', ''],
      ['same/one/upload.ts', scenario],
      ['same/two/upload.ts', scenario],
    ] as [string, string][]) {
      mkdirSync(dirname(inFolder(path)), { recursive: true });
      writeFileSync(inFolder(path), content);
    }
    mkdirSync(inFolder('empty'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('selects the scenarios in it, at any depth; other files are skipped and reported', async () => {
    expect(await load('bench')).toEqual(['a,b', 'download', 'old', 'upload']);
    expect(notes).toEqual([expect.stringMatching(/^skipped what is not a scenario: /)]);
    expect(notes[0]).toContain('size.ts (it has no default export)');
    expect(notes[0]).toContain('settings.ts (its default export has no run())');
    expect(notes[0]).toContain('peer.ts (it has no default export)');
    expect(notes[0]).not.toMatch(/test\.ts|d\.ts|node_modules|\.cache/);
  });

  test('and a glob select each file once, also with its path', async () => {
    expect(await load('bench/**/*.bench.ts', 'bench/upload.bench.ts', 'bench/*.{cjs,js}')).toEqual([
      ...['upload', 'a,b', 'old'],
    ]);
    expect(notes).toEqual([]);
  });

  test('yields the files to compare with another revision', async () => {
    const files = await findScenarioFiles([inFolder('bench'), inFolder('bench/upload.bench.ts')]);
    expect(files.map(({ path }) => relative(inFolder('bench'), path).replaceAll('\\', '/'))).toEqual([
      ...['a,b.js', 'deep/download.mjs', 'old.cjs', 'upload.bench.ts'],
    ]);
  });

  test('without a scenario is refused, with the files that it has', async () => {
    const { message, hint } = await refusalOf(inFolder('shared'));
    expect(message).toContain(`there is no scenario in ${inFolder('shared')}:`);
    expect(message).toContain('size.test.ts (it is a test)');
    expect(message).toContain('size.ts (its default export has no run())');
    expect(hint).toContain('tidemark init');
    expect((await refusalOf(inFolder('empty'))).message).toBe(`there is no scenario in ${inFolder('empty')}`);
    expect((await refusalOf(inFolder('nothing/*.ts'))).message).toContain('no file matches');
  });

  test('with a file that is not a scenario: the file is refused if it is named', async () => {
    expect((await refusalOf(inFolder('bench/settings.ts'))).message).toContain('is not a valid scenario');
    expect((await refusalOf(inFolder('bench/types.d.ts'))).message).toContain('is not a scenario file');
  });

  test('may have two scenarios with the same name: their files distinguish them', async () => {
    expect(await load('same')).toEqual(['upload', 'upload']);
  });

  test.each([
    ['bench/upload', 'upload.bench.ts'],
    ['bench/settings', 'settings.ts'],
    ['bench/uplaod.bench.ts', 'upload.bench.ts'],
  ])('%s is close to a file in it, which is suggested', async (selector, file) => {
    expect((await refusalOf(inFolder(selector))).hint).toContain(
      `did you mean ${inFolder(join('bench', file))}?`,
    );
  });
});

test('all broken files of a selection are named at once, and what is wrong with each', async () => {
  const broken = mkdtempSync(join(realpathSync(tmpdir()), 'tidemark-test-'));
  const files = {
    'does-not-compile.ts': 'export default {',
    'exits.ts': 'process.exit(1); export default { run() {} };',
    'is-right.ts': 'export default { run() {} };',
    'is-wrong.ts': 'export default { run() {}, tags: 7 };',
    'throws.ts': "throw new Error('at import'); export default { run() {} };",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(broken, name), text);
  try {
    const { message } = await refusalOf(broken, 'ignore-drian');
    expect(message).toMatch(/^5 scenarios cannot be loaded\n\n/);
    expect(message).toContain('there is no scenario ignore-drian\n  did you mean ignore-drain?');
    expect(message).toContain(`${join(broken, 'does-not-compile.ts')} does not compile:`);
    expect(message).toContain(`${join(broken, 'exits.ts')} cannot be loaded: it exits when it is imported`);
    expect(message).toContain(`${join(broken, 'is-wrong.ts')} is not a valid scenario:\n  tags`);
    expect(message).toContain(`${join(broken, 'throws.ts')} cannot be loaded: Error: at import`);
    expect(message).not.toContain('is-right.ts');
  } finally {
    rmSync(broken, { recursive: true });
  }
});

test('a name that is the name of a file in this folder gets that file as a suggestion', async () => {
  expect((await refusalOf('vitest')).hint).not.toContain('.config');
  expect((await refusalOf('vitest.config')).hint).toMatch(/^did you mean \.[/\\]vitest\.config\.ts\?$/);
});

const namesOf = async (...selectors: string[]): Promise<string[]> =>
  (await loadScenarios(selectors)).map(({ name }) => name);

async function refusalOf(...selectors: readonly string[]): Promise<UsageError> {
  const error = await loadScenarios(selectors).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  return error;
}
