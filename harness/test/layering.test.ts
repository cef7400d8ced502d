/** Imports point one way. See "Layout" in the design: this keeps it so. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';

interface Import {
  readonly from: string;
  /** A path below the package's root, or the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
  readonly isTypeOnly: boolean;
  /** By import(): loaded when it comes to that, not with the file. */
  readonly isDeferred: boolean;
}

const EVERYTHING_BUT_CHILD = [
  ...[
    'command-line',
    'commands',
    'compare',
    'environment',
    'errors',
    'exit-codes',
    'judge',
    'metrics',
    'options',
  ],
  ...[
    'package-root',
    'protocol',
    'report',
    'result',
    'run',
    'scenario',
    'self',
    'stats',
    'suggest-word',
    'units',
    'warnings',
  ],
];

/** What each part may import, beside itself. A part is a folder of harness/, a file there, or scenarios/. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  cli: [
    'command-line',
    'commands',
    'environment',
    'errors',
    'exit-codes',
    'package-root',
    'report',
    'selftest',
  ],
  commands: EVERYTHING_BUT_CHILD,
  'command-line': ['errors', 'options', 'run', 'suggest-word'],
  options: ['errors', 'suggest-word', 'units'],
  environment: ['errors', 'result'],
  run: ['errors', 'metrics', 'package-root', 'protocol', 'result', 'scenario', 'suggest-word', 'units'],
  judge: ['metrics', 'protocol', 'result', 'scenario', 'stats', 'units', 'warnings'],
  compare: ['metrics', 'result', 'scenario', 'stats'],
  report: ['errors', 'metrics', 'protocol', 'result', 'scenario', 'units', 'warnings'],
  metrics: ['result', 'scenario'],
  warnings: ['protocol', 'result', 'units'],
  protocol: ['scenario'],
  child: ['protocol', 'scenario'],
  scenarios: ['scenario'],
  // What measures tidemark itself.
  self: EVERYTHING_BUT_CHILD,
  // What tries the gate; its subject is a scenario.
  selftest: EVERYTHING_BUT_CHILD,
  ...Object.fromEntries(
    ['errors', 'exit-codes', 'package-root', 'result', 'scenario', 'stats', 'suggest-word', 'units'].map(
      (part) => [part, []],
    ),
  ),
};

/** Which parts may know the types of another, and nothing else of it: what they are given, and what a process that they start says. */
const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = { report: ['compare'], run: ['child'] };

/** Each outside package comes in by one door, so that another can take its place. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'cli-table3': ['harness/report/', 'harness/self/'],
  'csv-stringify': ['harness/report/'],
  esbuild: ['harness/run/compile-scenario.ts'],
  'fastest-levenshtein': ['harness/suggest-word.ts'],
  libsql: ['scenarios/support/sqlite-store.ts'],
  pg: ['scenarios/support/postgres-store.ts'],
  'pg-copy-streams': ['scenarios/support/postgres-store.ts'],
  picocolors: ['harness/report/colors.ts'],
  picomatch: ['harness/run/catalogue.ts'],
  pidusage: ['harness/run/outside-watch.ts'],
  tinybench: ['harness/child/operation-timer.ts'],
  yargs: ['harness/command-line/'],
  zod: [
    'harness/result.ts',
    'harness/report/json-schema.ts',
    'harness/run/describe-scenarios.ts',
    'harness/run/parse-record.ts',
  ],
};

const FILES = ['harness', 'scenarios'].flatMap(listSources);
const IMPORTS = FILES.flatMap(readImports);
const OWN = IMPORTS.filter(({ isOurs }) => isOurs);
const OUTSIDE = IMPORTS.filter(({ isOurs }) => !isOurs);

test('the files are found, and so are their imports', () => {
  expect(FILES).toContain('harness/child/entry.ts');
  expect(FILES).toContain('scenarios/ignore-drain.ts');
  const entry = IMPORTS.filter(({ from }) => from === 'harness/child/entry.ts');
  expect(entry).toContainEqual({
    from: 'harness/child/entry.ts',
    to: 'harness/protocol.ts',
    isOurs: true,
    isTypeOnly: false,
    isDeferred: false,
  });
  expect(entry).toContainEqual({
    from: 'harness/child/entry.ts',
    to: 'harness/scenario.ts',
    isOurs: true,
    isTypeOnly: true,
    isDeferred: false,
  });
  // By import().
  expect(entry.map(({ to }) => to)).toContain('harness/child/by-hand.ts');
  for (const { to } of OWN) expect(FILES).toContain(to);
});

test('every part is known here', () => {
  expect([...new Set(FILES.map(partOf))].filter((part) => !Object.hasOwn(MAY_IMPORT, part))).toEqual([]);
});

test('a part imports only what it may', () => {
  const wrong = OWN.filter(({ from, to, isTypeOnly }) => {
    const [part, other] = [partOf(from), partOf(to)];
    if (part === other || MAY_IMPORT[part]?.includes(other)) return false;
    return !(isTypeOnly && MAY_IMPORT_TYPES[part]?.includes(other));
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

test('a scenario imports nothing of another scenario, only what is in support/', () => {
  const wrong = OWN.filter(
    ({ from, to }) =>
      partOf(from) === 'scenarios' && partOf(to) === 'scenarios' && !to.startsWith('scenarios/support/'),
  );
  expect(wrong.map(describeImport)).toEqual([]);
});

test.each([
  ['when it runs', OWN.filter(({ isTypeOnly }) => !isTypeOnly)],
  ['for its types', OWN],
])('no file imports itself by a detour, %s', (_when, imports) => {
  expect(findCycles(imports)).toEqual([]);
});

test('a detour would be found', () => {
  const imports = ['a b', 'b c', 'c b', 'c d'].map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { from, to };
  });
  expect(findCycles(imports)).toEqual(['b -> c -> b']);
});

test('an outside package is imported at its door only', () => {
  const wrong = OUTSIDE.filter(({ from, to }) => !DOORS[to]?.some((door) => from.startsWith(door)));
  expect(wrong.map(describeImport)).toEqual([]);
});

test('every door is in use', () => {
  const used = new Set(OUTSIDE.map(({ to }) => to));
  expect(Object.keys(DOORS).filter((name) => !used.has(name))).toEqual([]);
});

test('the measured process loads no package, but what a scenario asks for by import()', () => {
  const inMeasured = OUTSIDE.filter(({ from }) =>
    ['child', 'scenarios', 'scenario', 'protocol'].includes(partOf(from)),
  );
  expect(new Set(inMeasured.map(({ to }) => to))).toEqual(
    new Set(['libsql', 'pg', 'pg-copy-streams', 'tinybench']),
  );
  expect(inMeasured.filter(isLoadedWithFile).map(describeImport)).toEqual([]);
});

function listSources(folder: string): string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.split(sep).join('/')))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => !file.startsWith('harness/test/'))
    .sort();
}

/** Of `import … from`, `export … from`, `import '…'` and `import('…')`; what Node has itself is left out. */
function readImports(file: string): Import[] {
  const source = readFileSync(join(packageRoot, file), 'utf8');
  const statements = [
    ...source.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm),
    ...source.matchAll(/\bimport()\('([^']+)'\)/g),
  ];
  return statements
    .map(([statement, type, specifier = '']) => {
      const isOurs = specifier.startsWith('.');
      const to = isOurs ? posix.join(dirname(file), specifier) : nameOfPackage(specifier);
      const isTypeOnly = type !== undefined && type !== '';
      return { from: file, to, isOurs, isTypeOnly, isDeferred: statement.startsWith('import(') };
    })
    .filter(({ to }) => !to.startsWith('node:'));
}

function nameOfPackage(specifier: string): string {
  const [scopeOrName = '', name] = specifier.split('/');
  return scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
}

/** `harness/run/random.ts` is of `run`, `harness/units.ts` of `units`, and everything below scenarios/ of `scenarios`. */
function partOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  return top === 'harness' ? next.replace(/\.ts$/, '') : top;
}

const isLoadedWithFile = ({ isTypeOnly, isDeferred }: Import): boolean => !isTypeOnly && !isDeferred;

const describeImport = ({ from, to }: Import): string => `${from} imports ${to}`;

/** Each cycle as the files along it. */
function findCycles(imports: readonly Pick<Import, 'from' | 'to'>[]): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file)) return;
    done.add(file);
    for (const { from, to } of imports) if (from === file) visit(to, [...path, file]);
  };
  for (const { from } of imports) visit(from, []);
  return cycles;
}
