/** Runs the commands of the pages, at a small volume and without growth: it checks that they are valid. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { compiled, packageRoot } from '../package-root.ts';
import { openSampleRows, renderLabelsCsv, renderRunsCsv } from '../store/csv.ts';
import { makeReport } from './builders.ts';
import { GitProject } from './git-project.ts';

/** scenarios/README.md is generated from the scenarios, and has its own test. */
const PAGES = [
  ...[
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'results/README.md',
    'scripts/README.md',
  ],
  ...[
    'harness/README.md',
    'harness/config/README.md',
    'harness/compare/README.md',
    'harness/doctor/README.md',
    'harness/matchers/README.md',
    'scenarios/WRITING.md',
  ],
] as const;
const GENERATED: readonly string[] = [
  'scenarios/README.md',
  'scenarios/claims/README.md',
  'harness/FAULTS.md',
];
const TEXT = new Map(PAGES.map((page) => [page, readFileSync(join(packageRoot, page), 'utf8')]));
const MAX_README_LINES = 130;

/** Commands that are not tidemark's, or that a test must not run, each with the reason. */
const NOT_RUN: Readonly<Record<string, string>> = {
  'npm install --save-dev tidemark': 'installs',
  'npm install libsql': 'installs',
  'npm install --save-dev vitest': 'installs',
  'npm install pg pg-copy-streams': 'installs',
  'npm install --omit=optional': 'installs',
  'npm install --package-lock-only': 'changes the lock file',
  'npm ci': 'installs',
  'npm test': 'runs this test',
  'npm run build': 'is part of the test command',
  'npm run format': 'changes files',
  'npm run docs:catalogue': 'changes a file; what it writes has a test of its own',
  'npm run docs:claims': 'changes a file; what it writes has a test of its own',
  'npx tidemark claims --node 20,22,24,26': 'takes minutes, and may download Node',
  'npm run docs:faults': 'changes a file, which npm test checks',
  'npm run docs:counted -- 22 24 26': 'takes a quarter of an hour; what it writes has a test of its own',
  'npm run docs:defaults -- 22 24 26': 'may download Node; what it writes has a test of its own',
  'npm run bench:self': 'takes minutes',
  'npm run test:catalogue': 'takes minutes; all but the growth of most is tested in catalogue.test.ts',
  'npm run test:faults': 'takes minutes; one round is a test of its own',
  'npm run test:matchers -- 1000': 'takes half an hour; what it asks has tests of its own',
  'npm run test:guards': 'takes many minutes; one guard is removed in a test of its own',
  'npm run test:guards -- link': 'takes minutes',
  'npx vitest run harness/compare': 'runs tests',
  'npx vitest run harness/test/golden.test.ts -u': 'changes files',
  'npx vitest run harness/store/json-schema.test.ts -u': 'changes a file',
  'npx vitest run scripts/option-defaults.test.ts -u': 'changes a file',
  'npx tidemark doctor --every 60s --pid 4711': 'needs a process that runs, and has its own test',
  'npx tidemark run --scenario await-drain,ignore-drain --runtime bun': 'needs Bun, and has its own test',
  'npx tidemark gate-selftest --quick': 'takes minutes, and has its own test',
};

/** Arguments that are added to a command, by its beginning, to make it short. The first match is used. */
const MADE_SMALL: readonly (readonly [begins: RegExp, words: string])[] = [
  [/^run .*buffer-allocation/, '--param size=1KiB --param strategy=alloc --runs 1'],
  [/^run .*(shortest|plain|second-drain)/, '--quick'],
  // These are saved as baselines, which need three runs.
  [/^run .*upload/, '--no-profile --no-growth'],
  [/^run .*--json/, '--param volume=1MiB --no-profile --no-growth'],
  [/^run /, '--param volume=1MiB --runs 1 --no-profile --no-growth'],
  [/^ab .*bench\/upload/, '--metrics exact'],
  [/^ab /, '--param volume=1MiB --metrics exact'],
  [/^tune /, '--param volume=1MiB --max-time 1s'],
  [/^check .*--against-rev/, '--dry-run'],
  [/^claims .*--topic drain/, '--repeats 1 --id drain-when-below-hwm'],
  [/^claims$/, '--repeats 1 --topic drain'],
  [/^survive .*await-drain/, '--param volume=1MiB --memory heap --quick --runs 1'],
  [/^survive /, '--memory heap --quick --runs 1'],
  // Other commands still need the results folder.
  [/^prune/, '--results pruned'],
];

/** Commands that are meant to exit with another code than 0. */
const ENDS_WITH: readonly (readonly [pattern: RegExp, code: number])[] = [
  // A larger highWaterMark lets more be buffered.
  [/^ab .*--b-param highWaterMark=1MiB/, EXIT.failed],
  // The program of the page floods a stream.
  [/^doctor .*--fail/, EXIT.failed],
];

/** Commands that are not implemented yet: each is expected to fail, and this list to become empty. */
const NOT_YET: readonly RegExp[] = [];

/** The code blocks that name their file, and the other files that the commands name. */
const FILES = new Map(
  [...TEXT.values()].flatMap((text) =>
    [...text.matchAll(/```[jt]s\n\/\/ (\S+)\n([\s\S]*?)```/g)].map(
      ([, name = '', code = '']) => [name, code] as const,
    ),
  ),
);
const UPLOAD = `
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from 'tidemark';

export default defineScenario({
  name: 'upload',
  title: 'Uploads',
  about: { what: 'Uploads.', why: 'It matters.', expect: 'One highWaterMark.' },
  tags: [],
  parameters: { highWaterMark: bytes([16 * KiB, 64 * KiB]), volume: volume(1 * MiB) },
  async run({ parameters: { highWaterMark, volume }, watch }) {
    const sink = watch('sink', new Writable({ highWaterMark, write: (_chunk, _encoding, done) => setImmediate(done) }));
    for (let sent = 0; sent < volume; sent += 16 * KiB) {
      if (!sink.write(Buffer.alloc(16 * KiB))) await once(sink, 'drain');
    }
    sink.end();
    await finished(sink);
  },
});
`;

/** Commands that depend on those before them: `baseline save` saves what `run` has measured, and `check` reads it. */
const IN_SEQUENCE = /^run .*upload|^baseline|^check/;
const COMMANDS = PAGES.flatMap((page) => [...new Set(listCommands(TEXT.get(page) ?? ''))]);
/** In the order of the pages; independent commands only once. */
const OURS = COMMANDS.filter((command) => !isNotRun(command))
  .map(argumentsOf)
  .filter((words, index, all) => IN_SEQUENCE.test(words) || all.indexOf(words) === index);

/** The commands are written for a POSIX shell. */
const HAS_SHELL = process.platform !== 'win32';

let folder = '';
beforeAll(async () => {
  if (!HAS_SHELL) return;
  folder = mkdtempSync(join(tmpdir(), 'tidemark-pages-'));
  const project = new GitProject(join(folder, 'project'));
  project.commit({
    '.gitignore': 'results/\n*.json\n',
    'bench/upload.ts': UPLOAD,
    ...Object.fromEntries(FILES),
  });
  // The reports that the pages name before, after and REPORT.
  await runTidemark(
    'run --scenario ./bench/upload.ts --param highWaterMark=16KiB,64KiB --no-profile --no-growth',
  );
  const [id = ''] = readdirSync(join(folder, 'project', 'results'));
  for (const name of ['before', 'after', 'REPORT']) {
    symlinkSync(join(folder, 'project', 'results', id), join(folder, 'project', name), 'junction');
  }
});
afterAll(() => {
  if (HAS_SHELL) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

test('every page is checked', () => {
  const found = [
    '',
    'harness',
    'harness/compare',
    'harness/config',
    'harness/doctor',
    'harness/matchers',
    'results',
    'scripts',
    'scenarios',
  ].flatMap((room) =>
    readdirSync(join(packageRoot, room))
      .filter((name) => name.endsWith('.md'))
      .map((name) => posix.join(room, name)),
  );
  expect(found.filter((page) => !GENERATED.includes(page)).sort()).toEqual([...PAGES].sort());
});

test('the commands are found', () => {
  expect(OURS).toContain('run --scenario ignore-drain');
  expect(OURS).toContain('run --scenario ./upload.bench.ts');
  expect([...FILES.keys()]).toEqual(
    expect.arrayContaining(['upload.bench.ts', 'upper-case.ts', 'plain.cjs']),
  );
});

test('every command is run here, or listed as not run', () => {
  const unknown = COMMANDS.filter(
    (command) => !isNotRun(command) && !/^npx tidemark |^npm run (--silent )?bench -- /.test(command),
  );
  expect(unknown).toEqual([]);
  expect(Object.keys(NOT_RUN).filter((command) => !COMMANDS.includes(command))).toEqual([]);
  expect(MADE_SMALL.filter(([begins]) => !OURS.some((words) => begins.test(words)))).toEqual([]);
  expect(
    [...NOT_YET, ...ENDS_WITH.map(([pattern]) => pattern)].filter(
      (pattern) => !OURS.some((words) => pattern.test(words)),
    ),
  ).toEqual([]);
});

const READY = OURS.filter((words) => !isNotYet(words));

test.runIf(HAS_SHELL).each(READY.filter((words) => IN_SEQUENCE.test(words)))('tidemark %s', (words) =>
  expectToWork(words),
);

test.runIf(HAS_SHELL).concurrent.each(READY.filter((words) => !IN_SEQUENCE.test(words)))(
  'tidemark %s',
  (words) => expectToWork(words),
);

test.runIf(HAS_SHELL).fails.each(OURS.filter(isNotYet))('tidemark %s is not implemented yet', (words) =>
  expectToWork(words),
);

test('the README is short, and begins with how to install tidemark', () => {
  const lines = TEXT.get('README.md')?.trimEnd().split('\n') ?? [];
  expect(lines.length).toBeLessThanOrEqual(MAX_README_LINES);
  const [install, run] = listCommands(TEXT.get('README.md') ?? '');
  expect([install, run]).toEqual([
    'npm install --save-dev tidemark',
    'npx tidemark run --scenario ignore-drain',
  ]);
});

test('the exit codes match the program, and all of them are explained', () => {
  const named = [...(TEXT.get('harness/compare/README.md') ?? '').matchAll(/^\| ([\d, ]+) +\|/gm)].flatMap(
    ([, codes = '']) => codes.split(',').map(Number),
  );
  expect(named.sort()).toEqual(Object.values(EXIT).sort());
});

test('results/README.md has every field of a report, and every column of the CSV files', async () => {
  const schema = JSON.parse(readFileSync(join(packageRoot, 'results/report.schema.json'), 'utf8'));
  const samples = openSampleRows(true).end();
  const empty = makeReport({ results: [] });
  const columns = [renderRunsCsv(empty), renderLabelsCsv(empty), await readText(samples)]
    .join(',')
    .split(/[,\s]+/);
  const words = new Set((TEXT.get('results/README.md') ?? '').match(/\w+/g));
  expect([...listFields(schema), ...columns].filter((name) => name !== '' && !words.has(name))).toEqual([]);
});

test('the table of rooms has every folder of the harness', () => {
  const table = [...(TEXT.get('harness/README.md') ?? '').matchAll(/^\| `([\w-]+)\/` +\|/gm)].map(
    ([, room]) => room,
  );
  const rooms = readdirSync(join(packageRoot, 'harness'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(table.sort()).toEqual(rooms.sort());
});

test('the table of packages has every dependency', () => {
  const { dependencies, peerDependencies } = JSON.parse(
    readFileSync(join(packageRoot, 'package.json'), 'utf8'),
  );
  const page = TEXT.get('harness/README.md') ?? '';
  for (const name of Object.keys(dependencies))
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'));
  for (const name of Object.keys(peerDependencies))
    expect(page).toMatch(new RegExp(`npm install .*\\b${name}\\b`));
});

describe.each(PAGES)('%s', (page) => {
  test('has no broken links', () => {
    const missing = [...(TEXT.get(page) ?? '').matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)]+))?\)/g)].filter(
      ([, path = '', anchor]) =>
        !isTarget(posix.join(posix.dirname(page), path || posix.basename(page)), anchor),
    );
    expect(missing.map(([link]) => link)).toEqual([]);
  });
});

async function expectToWork(words: string): Promise<void> {
  const [, code = EXIT.pass] = ENDS_WITH.find(([pattern]) => pattern.test(words)) ?? [];
  const ended = await runTidemark(makeSmall(words));
  expect(ended).toMatchObject({ code });
  expect(ended.output).not.toBe('');
}

/** Every line of a shell block, and every command in a sentence or a table. */
function listCommands(text: string): string[] {
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const prose = text.replace(/```[\s\S]*?```/g, '');
  const inline = [...prose.matchAll(/`((?:npx|npm) [^`]+)`/g)].map(([, command = '']) => command);
  const inOrder = [...blocks, ...inline]
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return inOrder.sort((a, b) => text.indexOf(a) - text.indexOf(b));
}

function isNotRun(command: string): boolean {
  return Object.hasOwn(NOT_RUN, command);
}

function isNotYet(words: string): boolean {
  return NOT_YET.some((pattern) => pattern.test(words));
}

/** The arguments of tidemark, as a shell reads them. */
function argumentsOf(command: string): string {
  return command
    .replace(/^npx tidemark |^npm run (?:--silent )?bench -- /, '')
    .replace(/^(?=--scenario)/, 'run ');
}

function makeSmall(words: string): string {
  const [, small = ''] = MADE_SMALL.find(([begins]) => begins.test(words)) ?? [];
  // The versions of Node in the pages may not be installed here.
  return `${words.replace(/--((?:[ab]-)?node) \S+/g, `--$1 '${process.execPath}'`)} ${small}`;
}

async function runTidemark(
  words: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn('/bin/sh', ['-c', `"$NODE" "$CLI" ${words} 2>&1`], {
    // init does not overwrite files.
    cwd: words.startsWith('init') ? mkdtempSync(join(folder, 'empty-')) : join(folder, 'project'),
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      TMPDIR: folder,
      NODE: process.execPath,
      CLI: compiled('harness/cli.js'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, [code]] = await Promise.all([readText(child.stdout), once(child, 'close')]);
  return { code, output };
}

/** The names of all properties in a JSON Schema, except those of the request, which are the options of the commands. */
function listFields(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => {
    if (key !== 'properties') return listFields(inner);
    return Object.entries(inner as object).flatMap(([name, property]) =>
      name === 'request' ? [name] : [name, ...listFields(property)],
    );
  });
}

function isTarget(path: string, anchor: string | undefined): boolean {
  const file = join(packageRoot, path);
  if (!existsSync(file)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );
  return headings.includes(anchor);
}
