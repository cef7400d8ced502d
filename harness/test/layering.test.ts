/** Imports point in one direction. See "Architecture" in harness/README.md. */
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
  /** By import(): loaded when it is called, not with the file. */
  readonly isDeferred: boolean;
}

/** Small files at the top of harness/, words/ and claims/, which import no room; every room may import them. */
const FOUNDATION = [
  ...['case-key', 'claims', 'environment', 'environment-schema', 'errors'],
  ...['growth', 'metric-readers', 'metrics'],
  ...['package-root', 'protocol'],
  ...['report-schema', 'request', 'result', 'run-schema', 'scenario', 'scenario-context', 'sides'],
  ...['runtimes', 'shards', 'timeline', 'units', 'words'],
];

/** What each file of the foundation may import: only files below it. */
const FOUNDATION_MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'case-key': ['result'],
  // What its runs show together.
  claims: ['result', 'scenario-context', 'units'],
  environment: ['runtimes'],
  'environment-schema': ['environment', 'run-schema', 'runtimes'],
  growth: ['scenario'],
  'metric-readers': ['result'],
  metrics: ['metric-readers', 'result', 'scenario', 'units'],
  protocol: ['claims', 'scenario'],
  'report-schema': ['claims', 'environment-schema', 'growth', 'request', 'result', 'run-schema', 'shards'],
  request: ['shards'],
  'run-schema': ['claims', 'result', 'timeline'],
  result: [
    'claims',
    'environment',
    'growth',
    'protocol',
    'request',
    'scenario',
    'scenario-context',
    'shards',
    'timeline',
  ],
  shards: ['environment', 'environment-schema', 'run-schema'],
  scenario: ['claims', 'scenario-context'],
};

/** Which rooms each room may import, in addition to the foundation, from the top of the architecture to its bottom. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  cli: [
    'catalogue',
    'command-line',
    'commands',
    'completion',
    'config/read',
    'gate-trials',
    'report/terminal',
  ],
  // Arguments in, a resolved request out: every room below may read one.
  'command-line': [],
  commands: [
    ...['catalogue', 'command-line', 'compare', 'measure', 'plan', 'prepare', 'store'],
    ...['doctor', 'doctor/outside', 'files', 'merge', 'node-bench', 'page', 'tune', 'completion'],
    ...['report/ci', 'report/markdown', 'report/terminal', 'report/text', 'survive'],
  ],
  merge: ['compare', 'judge', 'plan'],
  // What Node's own runner of benchmarks wrote.
  'node-bench': ['child', 'files', 'stats'],
  'gate-trials': [
    'catalogue',
    'compare',
    'measure',
    'command-line',
    'plan',
    'prepare',
    'report/terminal',
    'runner',
    'toolchain/node',
  ],
  overhead: [
    'catalogue',
    'child',
    'measure',
    'plan',
    'report/terminal',
    'report/text',
    'runner',
    'stats',
    'store',
    'toolchain/node',
    'processes',
  ],
  measure: [
    ...['catalogue', 'compare', 'judge', 'command-line', 'page', 'plan', 'prepare', 'processes'],
    ...['report/terminal', 'report/text', 'runner', 'stats', 'store', 'tune', 'survive'],
  ],
  prepare: [
    ...['catalogue', 'command-line', 'compare', 'plan', 'runner', 'store'],
    ...['report/terminal', 'report/text', 'toolchain/git', 'toolchain/node'],
    'processes',
  ],
  'report/ci': [
    ...['command-line', 'compare', 'doctor', 'files', 'store', 'tune'],
    ...['report/markdown', 'report/terminal', 'report/text', 'survive'],
  ],
  page: ['catalogue', 'compare', 'doctor', 'report/html', 'report/trace', 'store'],
  'report/trace': ['report/text'],
  'report/html': ['compare', 'doctor', 'judge', 'report/text', 'stats'],
  'report/markdown': ['compare', 'report/terminal', 'report/text', 'tune'],
  'report/terminal': [
    'catalogue',
    'compare',
    'doctor',
    'node-bench',
    'plan',
    'prepare',
    'report/text',
    'tune',
    'survive',
    'command-line',
  ],
  'report/text': ['compare', 'doctor', 'tune', 'survive'],
  // In the thread of the tests.
  'doctor/in-tests': ['doctor', 'doctor/diagnosis', 'doctor/outside', 'report/terminal', 'report/text'],
  // In the process of the tests; what measures is another one.
  matchers: [],
  'matchers/measuring': [
    ...['catalogue', 'judge', 'matchers', 'measure', 'plan', 'processes', 'report/text', 'runner', 'stats'],
  ],
  'doctor/outside': ['call-sites', 'doctor', 'doctor/diagnosis', 'files', 'processes', 'runner'],
  'doctor/diagnosis': ['call-sites', 'doctor'],
  store: ['files', 'judge', 'processes', 'report/text', 'survive'],
  plan: ['catalogue'],
  runner: ['call-sites', 'catalogue', 'plan', 'processes'],
  'call-sites': ['catalogue'],
  // What a shell asks: nothing of it runs, and nothing is loaded that would take time.
  completion: ['catalogue', 'command-line', 'config/read', 'files', 'store'],
  'config/read': ['catalogue', 'command-line', 'files'],
  catalogue: ['files', 'processes', 'thrown'],
  compare: ['stats'],
  // The policy and the statistics of `tune`.
  tune: ['plan', 'stats'],
  judge: ['stats'],
  survive: [],
  'toolchain/git': ['files', 'processes'],
  'toolchain/node': ['processes'],
  processes: ['files'],
  files: [],
  // What the program that is examined writes, and what is reported.
  doctor: [],
  stats: [],
};

/** The measured process loads almost nothing: not even all of the foundation. */
const MEASURED: Readonly<Record<string, readonly string[]>> = {
  child: ['claims', 'meter', 'protocol', 'scenario', 'thrown'],
  meter: ['protocol', 'scenario'],
  thrown: ['protocol'],
  // For the folder of its snapshots, where no command has made one.
  'doctor/inside': ['doctor', 'meter', 'processes', 'protocol'],
  scenarios: ['peer', 'scenario'],
  peer: ['scenario'],
  // What the package exports.
  index: ['config', 'peer', 'result', 'scenario'],
  // The contract of a configuration file.
  config: ['scenario'],
};

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(FOUNDATION.map((file) => [file, FOUNDATION_MAY_IMPORT[file] ?? []])),
  ...Object.fromEntries(Object.entries(ROOMS).map(([room, below]) => [room, [...FOUNDATION, ...below]])),
  ...MEASURED,
  stats: [],
};

/** Each outside package is imported in one place, so that it can be replaced. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  'cli-table3': ['harness/report/terminal/', 'harness/overhead/'],
  esbuild: ['harness/catalogue/'],
  libsql: ['scenarios/support/database/sqlite-store.ts'],
  pg: ['scenarios/support/database/postgres-store.ts'],
  'pg-copy-streams': ['scenarios/support/database/postgres-store.ts'],
  picomatch: ['harness/catalogue/'],
  pidusage: ['harness/runner/process-monitor.ts'],
  'string-width': ['harness/report/text/wrap-text.ts'],
  tinybench: ['harness/child/operation-timer.ts'],
  uplot: ['harness/report/html/browser/plots/'],
  vitest: ['harness/doctor/in-tests/', 'harness/matchers/vitest.ts'],
  ws: ['harness/doctor/outside/attach/inspector-session.ts', 'scenarios/'],
  yargs: ['harness/command-line/'],
  zod: [
    'harness/claims/claim-schema.ts',
    'harness/environment-schema.ts',
    'harness/node-bench/read-node-bench.ts',
    'harness/report-schema.ts',
    'harness/run-schema.ts',
    'harness/shards/shard-schema.ts',
    'harness/timeline/',
    'harness/store/invocation-schema.ts',
    'harness/store/json-schema.ts',
    'harness/catalogue/scenario-schema.ts',
    'harness/runner/parse-record.ts',
  ],
};

const FILES = ['harness', 'scenarios'].flatMap(listSources);
const IMPORTS = FILES.flatMap(readImports);
const OWN = IMPORTS.filter(({ isOurs }) => isOurs);
const OUTSIDE = IMPORTS.filter(({ isOurs }) => !isOurs);

test('the files are found, and so are their imports', () => {
  expect(FILES).toContain('harness/child/entry.ts');
  expect(FILES).toContain('scenarios/writable/ignore-drain.ts');
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
  expect(entry.map(({ to }) => to)).toContain('harness/child/standalone-channel.ts');
  for (const { to } of OWN) expect(FILES).toContain(to);
});

test('every room has a rule', () => {
  expect([...new Set(FILES.map(partOf))].filter((part) => !Object.hasOwn(MAY_IMPORT, part))).toEqual([]);
});

test('a room imports only what it may', () => {
  const wrong = OWN.filter(({ from, to }) => {
    const [part, other] = [partOf(from), partOf(to)];
    return part !== other && !MAY_IMPORT[part]?.includes(other);
  });
  expect(wrong.map(describeImport)).toEqual([]);
});

test('every rule is in use', () => {
  const used = new Set(OWN.map(({ from, to }) => `${partOf(from)} imports ${partOf(to)}`));
  const rules = Object.entries({ ...ROOMS, ...MEASURED, ...FOUNDATION_MAY_IMPORT }).flatMap(([part, below]) =>
    below.map((other) => `${part} imports ${other}`),
  );
  expect(rules.filter((rule) => !used.has(rule))).toEqual([]);
});

test('a scenario imports nothing from another scenario, only modules in support/', () => {
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

test('an indirect import would be detected', () => {
  const imports = ['a b', 'b c', 'c b', 'c d'].map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { from, to };
  });
  expect(findCycles(imports)).toEqual(['b -> c -> b']);
});

test('an outside package is imported only in its one place', () => {
  const wrong = OUTSIDE.filter(({ from, to }) => !DOORS[to]?.some((door) => from.startsWith(door)));
  expect(wrong.map(describeImport)).toEqual([]);
});

test('every place of an outside package is in use', () => {
  const used = new Set(OUTSIDE.map(({ to }) => to));
  expect(Object.keys(DOORS).filter((name) => !used.has(name))).toEqual([]);
});

test('help loads neither the schema library nor the compiler', () => {
  const loaded = new Set(['harness/cli.ts', 'harness/command-line/parse.ts']);
  for (const file of loaded) {
    for (const { to, isOurs } of IMPORTS.filter((each) => each.from === file && isLoadedWithFile(each)))
      if (isOurs) loaded.add(to);
  }
  const packages = OUTSIDE.filter((each) => loaded.has(each.from) && isLoadedWithFile(each));
  expect(new Set(packages.map(({ to }) => to))).toEqual(new Set(['yargs']));
  expect([...loaded].filter((file) => partOf(file) === 'commands')).toEqual([]);
});

test('the measured process loads no package, except what a scenario loads by import()', () => {
  const inMeasured = OUTSIDE.filter(({ from }) =>
    ['child', 'doctor/inside', 'meter', 'thrown', 'peer', 'scenarios', 'scenario', 'protocol'].includes(
      partOf(from),
    ),
  );
  expect(new Set(inMeasured.map(({ to }) => to))).toEqual(
    new Set(['libsql', 'pg', 'pg-copy-streams', 'tinybench', 'ws']),
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

/** Of `import … from`, `export … from`, `import '…'` and `import('…')`, without the modules of Node. */
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

/** Rooms whose subfolders are rooms as well. */
const HAS_ROOMS = ['doctor', 'matchers', 'report', 'toolchain', 'config'];

/** `harness/plan/random.ts` is in `plan`, `harness/report/ci/junit.ts` in `report/ci`, `harness/units.ts` in `units`. */
function partOf(file: string): string {
  const [top = '', room = '', inner = ''] = file.split('/');
  if (top !== 'harness') return top;
  const isRoomInside = HAS_ROOMS.includes(room) && !inner.endsWith('.ts');
  return isRoomInside ? `${room}/${inner}` : room.replace(/\.ts$/, '');
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
