import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { MiB } from '../scenario.ts';
import { compileScenario } from './compile-scenario.ts';

/** A project with its own packages, in another folder. */
let project: string;

beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-project-')));
  mkdirSync(join(project, 'node_modules'));
});

afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

describe('a file that is edited while an invocation runs it', () => {
  const VERSION = 'export const version = ';

  /** As another process does, which has compiled nothing yet. */
  async function compileElsewhere(path: string): Promise<string> {
    vi.resetModules();
    return (await import('./compile-scenario.ts')).compileScenario(path);
  }

  test('stays as it was for this invocation, and is new for the next', async () => {
    const path = write('one.ts', `${VERSION}1;`);
    const url = await compileScenario(path);
    write('one.ts', `${VERSION}2;`);
    const next = await compileElsewhere(path);
    expect(await load(next)).toMatchObject({ version: 2 });
    expect(await load(url)).toMatchObject({ version: 1 });
    expect(await compileScenario(path)).toBe(url);
  });

  test('has one module for each content, until nobody has compiled that for a week', async () => {
    const path = write('one.ts', `${VERSION}1;`);
    const first = await compileElsewhere(path);
    expect(await compileElsewhere(path)).toBe(first);
    const eightDaysAgo = Date.now() / 1000 - 8 * 24 * 60 * 60;
    utimesSync(fileURLToPath(first), eightDaysAgo, eightDaysAgo);
    write('one.ts', `${VERSION}2;`);
    const second = await compileElsewhere(path);
    expect(readdirSync(dirname(fileURLToPath(second)))).toEqual([basename(fileURLToPath(second))]);
  });
});

describe.skipIf(process.platform === 'win32')('a pipe that nobody writes to is refused, not read:', () => {
  test.each(['package.json', 'tsconfig.json', 'one.ts', 'shared.ts', 'data.json'])('%s', async (name) => {
    const path = join(project, 'one.ts');
    if (name !== 'one.ts') write('one.ts', "import './shared.ts'; import './data.json';");
    if (name !== 'shared.ts') write('shared.ts', '');
    if (name !== 'data.json') write('data.json', '{}');
    execFileSync('mkfifo', [join(project, name)]);
    const refused = compileScenario(path);
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(`${join(project, name)} is not a regular file`);
  });
});

describe('a file that compiles', () => {
  test('becomes one module of plain JavaScript next to the packages that it imports', async () => {
    write('size.ts', 'export const size: number = 5;');
    const url = await compileScenario(
      write('one.ts', "import { size } from './size.ts'; export default size as number;"),
    );
    expect(dirname(fileURLToPath(url))).toBe(join(project, 'node_modules', '.cache', 'tidemark'));
    expect(await load(url)).toMatchObject({ default: 5 });
  });

  test('imports its packages from where they are installed, not as a copy', async () => {
    write(
      'node_modules/some-package/package.json',
      '{"name":"some-package","type":"module","exports":"./index.js"}',
    );
    write('node_modules/some-package/index.js', 'export const own = import.meta.url;');
    const url = await compileScenario(write('one.ts', "export { own } from 'some-package';"));
    expect(await load(url)).toMatchObject({ own: urlOf('node_modules/some-package/index.js') });
  });

  test('gets tidemark from the tidemark that runs it', async () => {
    const url = await compileScenario(
      write('one.ts', "import { MiB } from 'tidemark'; export const size = MiB;"),
    );
    expect(await load(url)).toMatchObject({ size: MiB });
    expect(readFileSync(fileURLToPath(url), 'utf8')).not.toMatch(/from\s*"tidemark"/);
  });

  test('has the import.meta of each of its source files', async () => {
    const own = 'export const $ = [import.meta.url, import.meta.filename, import.meta.dirname];';
    write('deep/two.ts', own.replace('$', 'two'));
    write('deep/three.js', `#!/usr/bin/env node\n${own.replace('$', 'three')}`);
    const main = [
      "export * from './deep/two.ts';",
      "export * from './deep/three.js';",
      own.replace('$', 'one'),
    ].join('\n');
    const url = await compileScenario(write('one.ts', main));
    expect(await load(url)).toEqual({
      one: [urlOf('one.ts'), join(project, 'one.ts'), project],
      two: [urlOf('deep/two.ts'), join(project, 'deep', 'two.ts'), join(project, 'deep')],
      three: [urlOf('deep/three.js'), join(project, 'deep', 'three.js'), join(project, 'deep')],
    });
  });

  test('has source lines in its own files, also if node_modules is a link', async () => {
    mkdirSync(join(project, 'installed/deep/node_modules'), { recursive: true });
    rmSync(join(project, 'node_modules'), { recursive: true });
    symlinkSync(join(project, 'installed/deep/node_modules'), join(project, 'node_modules'));
    const file = fileURLToPath(await compileScenario(write('one.ts', 'export default 5;')));
    const [, encoded = ''] = readFileSync(file, 'utf8').split(
      'sourceMappingURL=data:application/json;base64,',
    );
    const { sources } = JSON.parse(Buffer.from(encoded, 'base64').toString()) as { sources: string[] };
    // Node loads it by its real path.
    expect(sources.map((source) => join(dirname(realpathSync(file)), source))).toContain(
      join(project, 'one.ts'),
    );
  });

  test('is distinguished from another with the same name', async () => {
    const urls = [
      await compileScenario(write('one/same.ts', "export const from = 'one';")),
      await compileScenario(write('two/same.ts', "export const from = 'two';")),
    ];
    expect(await Promise.all(urls.map(load))).toEqual([{ from: 'one' }, { from: 'two' }]);
  });

  test('is replaced as a whole, and leaves nothing else behind', async () => {
    const path = write('one.ts', 'export const size = 1;');
    const urls = await Promise.all([compileScenario(path), compileScenario(path), compileScenario(path)]);
    const [url = ''] = urls;
    expect(new Set(urls).size).toBe(1);
    expect(readdirSync(join(project, 'node_modules', '.cache', 'tidemark'))).toEqual([basename(url)]);
  });

  test('is compiled once per invocation, even if it is edited meanwhile', async () => {
    const path = write('one.ts', 'export const size = 1;');
    await compileScenario(path);
    write('one.ts', 'export const size = 2;');
    expect(await load(await compileScenario(path))).toEqual({ size: 1 });
  });

  test('gets a require only if it needs one, and does not replace its own', async () => {
    const own =
      "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";
    write('two.cjs', "module.exports = typeof require('fs').readFileSync;");
    const urls = await Promise.all([
      compileScenario(write('none.ts', 'export const size = 1;')),
      compileScenario(write('own.ts', `${own} export const file = require.resolve('./two.cjs');`)),
      compileScenario(
        write(
          'both.ts',
          `${own} import two from './two.cjs'; export const all = [two, require('./two.cjs')];`,
        ),
      ),
    ]);
    expect(readFileSync(fileURLToPath(urls[0] ?? ''), 'utf8')).not.toContain('require');
    expect(await Promise.all(urls.map(load))).toEqual([
      { size: 1 },
      { file: join(project, 'two.cjs') },
      { all: ['function', 'function'] },
    ]);
  });

  test('is written to the temporary folder if there is no node_modules', async () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    const url = await compileScenario(write('one.ts', 'export const size = 1;'));
    expect(await load(url)).toEqual({ size: 1 });
    expect(readdirSync(project)).toEqual(['one.ts']);
    rmSync(fileURLToPath(url));
  });
});

describe('a file that does not compile', () => {
  test('is refused with file, line, column and the text of the line', async () => {
    const path = write('one.ts', 'export const size = 1;\n\n  listen(size;\n');
    const error = await compileScenario(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ message: expect.stringContaining(`${path} does not compile`) });
    expect(error).toMatchObject({ message: expect.stringMatching(/one\.ts:3:13:\n.*listen\(size;/) });
  });

  test('is refused if a file that it imports is missing', async () => {
    const path = write('one.ts', "import './two.ts';");
    await expect(compileScenario(path)).rejects.toThrow(/Could not resolve "\.\/two\.ts"[\s\S]*one\.ts:1:7/);
  });
});

function write(path: string, content: string): string {
  const whole = join(project, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

const urlOf = (path: string): string => pathToFileURL(join(project, path)).href;

const load = async (url: string): Promise<unknown> => ({
  ...((await import(/* @vite-ignore */ url)) as object),
});
