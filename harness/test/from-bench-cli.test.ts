/** `run --from-bench` as a whole: the benches of a file of node:bench, on a Node that has it, and what is refused. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BENCH_NEEDS } from '../catalogue/benches/describe-bench-file.ts';
import { EXIT } from '../errors.ts';
import { compiled } from '../package-root.ts';
import { hasWhatItNeeds } from '../plan/needs.ts';
import type { Report, RunResult } from '../result.ts';
import { GitProject } from './git-project.ts';

const hasBench = (version: string): boolean => hasWhatItNeeds(version.trim().replace(/^v/, ''), BENCH_NEEDS);

/** TIDEMARK_ITER_NODE=/path/to/node, or the running one: the first that has node:bench. */
const BENCH_NODE = [process.env.TIDEMARK_ITER_NODE, process.execPath].find(
  (path) => path !== undefined && hasBench(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout),
);
const WITH_BENCH_NODE = 'on a Node that has node:bench (TIDEMARK_ITER_NODE=/path/to/node)';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-bench-'));
  writeFileSync(join(folder, 'package.json'), '{}');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function tidemark(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [compiled('harness/cli.js'), ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout: stdout.replace(/\s+/g, ' '), stderr: stderr.replace(/\s+/g, ' ') };
}

function write(name: string, ...lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'));
  return name;
}

const RECORD = '(t) => t.record({ operations: 10, duration_ns: 1000n })';

describe('refused in words', () => {
  test('is a file that is not there', () => {
    write('there.bench.mjs', '');
    const { status, stderr } = tidemark('run', '--from-bench', 'ther.bench.mjs');
    expect(status).toBe(EXIT.usage);
    expect(stderr).toContain('there is no file of benches');
    expect(stderr).toContain('did you mean ./there.bench.mjs?');
  });

  test('is what is no module', () => {
    const { status, stderr } = tidemark('run', '--from-bench', 'package.json');
    expect([status, stderr]).toEqual([EXIT.usage, expect.stringContaining('is not a file of benches')]);
  });

  test.skipIf(hasBench(process.versions.node))('is a Node that has no node:bench', () => {
    const { status, stderr } = tidemark('run', '--from-bench', write('any.bench.mjs', ''));
    expect(status).toBe(EXIT.usage);
    expect(stderr).toContain(`and this is Node ${process.versions.node}`);
    expect(stderr).toContain('choose another Node: --node 26');
  });

  test('is such a file by a command that does not measure it', () => {
    const { status, stderr } = tidemark(
      'list',
      '--scenario',
      `bench:${write('listed.bench.mjs', 'throw 1;')}`,
    );
    expect([status, stderr]).toEqual([EXIT.usage, expect.stringContaining('run --from-bench FILE')]);
  });
});

describe.skipIf(BENCH_NODE === undefined)(WITH_BENCH_NODE, () => {
  const run = (file: string, ...more: readonly string[]): Ended =>
    tidemark('run', '--from-bench', file, '--node', BENCH_NODE ?? '', '--quick', ...more);

  const report = (file: string, ...more: readonly string[]): Report =>
    JSON.parse(run(file, '--json', ...more).stdout);

  const namesIn = ({ results }: Report): unknown[] => results.map(({ parameters }) => parameters.bench);

  const measured = ({ results }: Report): RunResult[] =>
    results.flatMap(({ runs }) => runs.filter(({ kind }) => kind === 'measure'));

  test('each bench is run in a process of its own, with no other bench', () => {
    const file = write(
      'apart.bench.mjs',
      "import { bench, suite, before } from 'node:bench';",
      'let calls = 0;',
      `const once = (t) => { calls += 1; if (calls > 2) throw new Error('another bench ran'); (${RECORD})(t); };`,
      "suite('copy', () => {",
      '  for (const size of [1024, 65536]) bench("from", { params: { size }, samples: 2, warmup: 0 }, once);',
      '});',
      "suite('other', () => { before(() => { calls += 5; }); bench('from', { samples: 2, warmup: 0 }, (t) => { calls = 0; once(t); }); });",
    );
    const all = report(file);
    expect(namesIn(all)).toEqual(['copy > from [size=1024]', 'copy > from [size=65536]', 'other > from']);
    expect(measured(all).map(({ outcome }) => outcome.state)).toEqual([
      'completed',
      'completed',
      'completed',
    ]);
    expect(all.results[0]).toMatchObject({ scenario: 'apart', file: 'apart.bench.mjs' });
    expect(all.request.scenarios).toEqual(['bench:apart.bench.mjs']);
  });

  test('its own samples are in the report, beside the memory, the CPU time and the event loop of the run', () => {
    const file = write(
      'memory.bench.mjs',
      "import { bench } from 'node:bench';",
      'const held = [];',
      'const samples = [3000n, 1000n, 2000n];',
      "bench('held', { samples: 3, warmup: 1 }, (t) => {",
      '  held.push(Buffer.alloc(8 * 1024 * 1024, 1));',
      "  const duration_ns = t.phase === 'warmup' ? 9000n : samples[t.index];",
      '  t.record({ operations: 10, duration_ns });',
      '});',
    );
    const [one] = measured(report(file));
    expect(one?.recorded).toEqual({
      ...{ nanosecondsPerOperation: 200, fastestNanoseconds: 100, slowestNanoseconds: 300 },
      samples: 3,
    });
    const { start, retained, peak } = one?.memory ?? {};
    // Of the warm-up and three samples, and not of loading the file.
    const held = (retained?.arrayBuffersBytes ?? 0) - (start?.arrayBuffersBytes ?? 0);
    expect(Math.round(held / MiB)).toBe(32);
    expect(peak?.rssBytes).toBeGreaterThan(0);
    expect(one).toMatchObject({
      ...{ cpuMs: expect.any(Number), eventLoop: { maxDelayMs: expect.any(Number) } },
      gc: { major: { count: expect.any(Number) } },
    });
    const [profiled] =
      report(file, '--profile').results[0]?.runs.filter(({ kind }) => kind === 'profile') ?? [];
    expect(Math.round((profiled?.memory?.peak.arrayBuffersBytes ?? 0) / MiB)).toBe(32);
  });

  test.each([
    [
      'a CommonJS file',
      'one.bench.cjs',
      [
        "const bench = require('node:bench');",
        `bench.suite('in', () => bench('one', { samples: 1 }, ${RECORD}));`,
      ],
      ['in > one'],
    ],
    [
      'a TypeScript file with a top-level await',
      'one.bench.ts',
      [
        "import bench, { type suite as Suite, suite } from 'node:bench';",
        'const made: typeof Suite = await Promise.resolve(suite);',
        `made('in', async () => { await null; bench('one', { samples: 1 }, ${RECORD.replace('(t)', '(t: any)')}); });`,
      ],
      ['in > one'],
    ],
    [
      'a file with bench.only() and bench.skip()',
      'only.bench.mjs',
      [
        "import { bench, suite } from 'node:bench';",
        `bench('left out', ${RECORD});`,
        `bench.skip('skipped', ${RECORD});`,
        `bench.only({ samples: 1 }, function named(t) { (${RECORD})(t); });`,
        `suite('whole', { only: true }, () => bench('inner', { samples: 1 }, ${RECORD}));`,
      ],
      ['named', 'whole > inner'],
    ],
  ])('%s is run as Node runs it', (_what, name, lines, expected) => {
    const all = report(write(name, ...lines));
    expect(namesIn(all)).toEqual(expected);
    for (const one of measured(all)) expect(one.recorded?.nanosecondsPerOperation).toBe(100);
  });

  test('a bench or a hook that throws is a run that crashed, with its line and a command, and the others are measured', () => {
    const file = write(
      'throws.bench.mjs',
      "import { bench, suite, after } from 'node:bench';",
      `bench('fine', { samples: 1 }, ${RECORD});`,
      "bench('broken', () => { throw new TypeError('out of paper'); });",
      `suite('s', () => { after(() => { throw new Error('cannot close'); }); bench('one', { samples: 1 }, ${RECORD}); });`,
    );
    const { status, stdout } = run(file);
    expect(status).toBe(EXIT.notMeasured);
    expect(stdout).toContain('crashed in run: TypeError: out of paper [bench broken]');
    expect(stdout).toContain('throws.bench.mjs:3:');
    expect(stdout).toContain('crashed in run: Error: cannot close [bench s > one]');
    expect(stdout).toContain('recorded nanosecondsPerOperation: 100 ns [bench fine]');
    expect(stdout).toContain('npx tidemark run --from-bench ./throws.bench.mjs --node ');
    // Not the warning that node:bench is experimental.
    expect(stdout).not.toContain('scenario output');
  });

  test.each([
    ['no bench', ["import 'node:bench';"], 'declares no bench that runs'],
    [
      'only skipped benches',
      ["import { bench } from 'node:bench'; bench.skip('x', () => {});"],
      'declares no bench',
    ],
    [
      'a bench that it awaits',
      ["import { bench } from 'node:bench';", `await bench('x', ${RECORD});`],
      'a top-level await never settles benches are declared, not awaited',
    ],
    [
      'two benches that nothing distinguishes',
      ["import { bench } from 'node:bench';", `for (const _ of [1, 2]) bench('x', ${RECORD});`],
      "two benches have the same name and the same params, 'x'",
    ],
    [
      'a suite that throws',
      [
        "import { suite } from 'node:bench';",
        "suite('x', async () => { throw new RangeError('no suite'); });",
      ],
      'RangeError: no suite',
    ],
    [
      'a call of run()',
      ["import { bench, run } from 'node:bench';", `bench('x', ${RECORD}); run();`],
      'leave the call out',
    ],
    ['an error of syntax', ["import { bench from 'node:bench';"], 'SyntaxError'],
  ])('a file with %s is refused in words', (what, lines, message) => {
    const { status, stderr } = run(write(`${what.replaceAll(/\W/g, '-')}.bench.mjs`, ...lines));
    expect(status).toBe(EXIT.usage);
    for (const part of message.split(/(?<=settles) /)) expect(stderr).toContain(part);
  });

  test('a file that is changed while it is measured is measured no further', () => {
    const file = write(
      'changed.bench.mjs',
      "import { appendFileSync } from 'node:fs'; import { bench } from 'node:bench';",
      `bench('edits', { samples: 1, warmup: 0 }, (t) => { appendFileSync(new URL(import.meta.url), '//'); (${RECORD})(t); });`,
    );
    const { status, stdout } = run(file, '--runs', '2');
    expect(status).toBe(EXIT.notMeasured);
    expect(stdout).toContain(
      'crashed in setup: Error: changed.bench.mjs was changed while its benches were measured: start again',
    );
  });

  const holding = (bytes: number): string =>
    [
      "import { bench } from 'node:bench';",
      'const held = [];',
      `const hold = (t) => { held.push(Buffer.alloc(${bytes}, 1)); (${RECORD})(t); };`,
      "bench('held, or not', { samples: 2, warmup: 0 }, hold);",
    ].join('\n');
  const TWICE = 'retained arrayBuffers: 2 MiB → 4 MiB, 2 times as much';
  const MiB = 1024 ** 2;

  test('the memory of the benches is gated by a baseline, whose file is measured again', () => {
    const [node, results] = [
      ['--node', BENCH_NODE ?? ''],
      ['--results', 'gated'],
    ];
    const file = write('gated.bench.mjs', holding(MiB));
    expect(tidemark('run', '--from-bench', file, ...node, ...results).status).toBe(EXIT.pass);
    expect(tidemark('baseline', 'save', 'main', ...results).status).toBe(EXIT.pass);
    const check = (): Ended =>
      tidemark('check', '--baseline', 'main', '--metrics', 'exact', ...node, ...results);
    expect(check().stdout).toContain('verdict: pass');
    write('gated.bench.mjs', holding(2 * MiB));
    expect(check()).toMatchObject({ status: EXIT.failed, stdout: expect.stringContaining(TWICE) });
  });

  test('a file is compared with a revision of it', () => {
    const project = new GitProject(join(folder, 'project'));
    project.commit({ 'package.json': {}, 'bench/hold.bench.mjs': holding(MiB) });
    project.write({ 'bench/hold.bench.mjs': holding(2 * MiB) });
    const selection = ['--scenario', 'bench:project/bench/hold.bench.mjs', '--param', 'bench=all'];
    const compared = tidemark(
      ...['ab', ...selection, '--a-rev', 'main', '--metrics', 'exact', '--node', BENCH_NODE ?? ''],
    );
    expect(compared).toMatchObject({ status: EXIT.failed, stdout: expect.stringContaining(TWICE) });
  });
});
