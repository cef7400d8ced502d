/** The package as npm would publish it: its files, and what a program that imports it gets. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import { reportSchema } from '../report-schema.ts';

/** On Windows `npm` is a .cmd script, which only a shell starts. */
const ON_WINDOWS = process.platform === 'win32';
const SMALL = ['--quick', '--no-growth', '--param', 'volume=1MiB'];
const MAX_UNPACKED_BYTES = 4 * 1024 * 1024;

interface PackedPackage {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder = '';
let packed: PackedPackage;
let paths: readonly string[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-packed-'));
  // The scripts would build, which the test command has already done.
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: packageRoot, shell: ON_WINDOWS },
  );
  [packed] = JSON.parse(stdout) as [PackedPackage];
  paths = packed.files.map(({ path }) => path);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const readTarball = (): Buffer => readFileSync(join(folder, packed.filename));

describe('the tarball', () => {
  test('contains the program, the contract, the schema and the scenarios', () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'package.json',
        'dist/harness/cli.js',
        'dist/harness/child/entry.cjs',
        'dist/harness/report/html/assets/page.css',
        'dist/harness/report/html/assets/page.js',
        'dist/harness/index.js',
        'dist/harness/scenario.d.ts',
        'results/report.schema.json',
        'scripts/github-workflow.example.yml',
      ]),
    );
    expect(paths.filter((path) => /^scenarios\/.*\.ts$/.test(path))).not.toEqual([]);
  });

  test('contains every file that package.json names', () => {
    const { bin, exports } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const named: string[] = [...Object.values(bin), ...Object.values(exports).flatMap(listTargets)].map(
      (path) => posix.normalize(path as string),
    );
    expect(named.filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('contains no tests, no fixtures and nothing that only contributors use', () => {
    const unwanted = /\.test\.|(^|\/)(test|fixtures[^/]*|golden|overhead)\/|^dist\/scripts\/|tsbuildinfo/;
    expect(paths.filter((path) => unwanted.test(path))).toEqual([]);
  });

  test('contains every file that another of its files imports', () => {
    const missing = paths
      .filter((path) => /\.c?js$/.test(path))
      .flatMap((path) =>
        listImports(path)
          .filter((imported) => !paths.includes(imported))
          .map((imported) => `${path} imports ${imported}`),
      );
    expect(missing).toEqual([]);
  });

  test('contains every page that another page links to', () => {
    const pages = paths.filter((path) => path.endsWith('.md'));
    const missing = pages.flatMap((page) =>
      listLinks(page)
        .filter((target) => !isPacked(target))
        .map((target) => `${page} links to ${target}`),
    );
    expect(pages).toContain('README.md');
    expect(missing).toEqual([]);
  });

  test('is small', () => {
    expect(packed.unpackedSize).toBeLessThan(MAX_UNPACKED_BYTES);
  });
});

test('nothing is built when the package is installed', () => {
  const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  // npm runs these in a package that comes from a registry or a tarball; `prepare` and `prepack` are not among them.
  for (const name of ['preinstall', 'install', 'postinstall']) expect(scripts).not.toHaveProperty(name);
});

test('publint reports nothing', async () => {
  const tarball = new Uint8Array(readTarball()).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
  const serious = messages.filter(({ type }) => type !== 'suggestion');
  expect(serious.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
});

test('its types are found, and match its code, wherever ESM is resolved', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(readTarball()));
  if (analysis.types === false) throw new Error('the package has no types');
  expect(Object.keys(analysis.entrypoints)).toContain('.');
  const problems = analysis.problems.filter(
    // It is ESM only: `require` works only in a Node that supports that, and legacy module resolution is not supported.
    (problem) =>
      problem.kind !== 'CJSResolvesToESM' &&
      !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)),
  );
  expect(problems).toEqual([]);
});

describe('a project that has installed it, without the optional packages', () => {
  let project = '';
  beforeAll(() => {
    project = join(folder, 'project');
    const modules = join(project, 'node_modules');
    mkdirSync(modules, { recursive: true });
    execFileSync('tar', ['-xzf', packed.filename, '-C', 'project'], { cwd: folder });
    renameSync(join(project, 'package'), join(modules, 'tidemark'));
    const { dependencies } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      symlinkSync(join(packageRoot, 'node_modules', name), join(modules, name), 'junction');
    }
  });

  const runInstalled = (...args: string[]) =>
    spawnSync(process.execPath, [join(project, 'node_modules/tidemark/dist/harness/cli.js'), ...args], {
      cwd: project,
      encoding: 'utf8',
    });

  test('measures', () => {
    const { status, stdout } = runInstalled('run', '--scenario', 'await-drain', ...SMALL);
    expect(stdout).toContain('await-drain');
    expect(status).toBe(EXIT.pass);
  });

  test.each([
    ['sqlite', 'npm install libsql'],
    ['postgres', 'npm install pg pg-copy-streams'],
  ])('names what to install for %s, and the other cases run', (database, command) => {
    const { status, stdout } = runInstalled(
      ...['run', '--scenario', 'tcp-to-database', '--scenario', 'await-drain'],
      ...['--param', `database=${database}`, '--json', ...SMALL],
    );
    const { results } = reportSchema.parse(JSON.parse(stdout));
    expect(results.map(({ scenario, runs }) => [scenario, runs[0]?.outcome.state])).toEqual([
      ['tcp-to-database', 'crashed'],
      ['await-drain', 'completed'],
    ]);
    expect(results[0]?.runs[0]?.outcome).toMatchObject({ reason: expect.stringContaining(`'${command}'`) });
    expect(status).toBe(EXIT.notMeasured);
  });
});

/** The paths behind one or several conditions. */
function listTargets(target: unknown): string[] {
  return typeof target === 'string' ? [target] : Object.values(target as object).flatMap(listTargets);
}

/** Relative ones, from the root of the package. */
function listImports(path: string): string[] {
  const text = readFileSync(join(packageRoot, path), 'utf8');
  const imports = text.matchAll(
    /(?:\bfrom|\bimport|\bimport\(|\brequire\() ?["'](\.\.?\/[^"'\n]+\.c?js)["']/g,
  );
  return [...imports].map(([, target = '']) => posix.join(posix.dirname(path), target));
}

/** The files that a page links to, from the root of the package. */
function listLinks(page: string): string[] {
  const text = readFileSync(join(packageRoot, page), 'utf8');
  return [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = '']) =>
    posix.join(posix.dirname(page), target),
  );
}

/** A folder is packed if a file in it is. */
function isPacked(target: string): boolean {
  const path = target.replace(/\/$/, '');
  return paths.some((file) => file === path || file.startsWith(`${path}/`));
}

test('the pages in the tarball exist in the repository, too', () => {
  for (const path of paths) expect(existsSync(join(packageRoot, path))).toBe(true);
});
