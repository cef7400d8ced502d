/** Tests that raise an alarm fail with it, and only these. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { compiled, packageRoot } from '../../package-root.ts';
// @ts-expect-error A program in JavaScript.
import { flood, makeSink } from './fixtures/floods.mjs';
import type { InTests } from './start.ts';

const FIXTURES = join(packageRoot, 'harness/doctor/in-tests/fixtures');
const IN_TESTS = 'harness/doctor/in-tests';

/** `floods.mjs:6:`, the line that ends with the comment `guilty`. */
function guiltyLineOf(file: string): string {
  const lines = readFileSync(join(FIXTURES, file), 'utf8').split('\n');
  return `${file}:${lines.findIndex((line) => line.endsWith('// guilty')) + 1}:`;
}

const require = createRequire(import.meta.url);
const doctor: InTests = require(compiled('harness/doctor/preload.cjs')).testDoctor(
  compiled(`${IN_TESTS}/judge-sites.js`),
);

async function run(name: string, act: () => void): Promise<string | undefined> {
  const test = {};
  await doctor.begin(test, name);
  act();
  return doctor.end(test);
}

const quiet = (): void => {};

test('the test that floods fails, each time, and no other one', async () => {
  expect(await run('quiet', quiet)).toBeUndefined();
  const alarm = await run('floods', flood);
  expect(alarm).toContain('ALARM  write() on a Writable does not wait');
  expect(alarm).toContain(guiltyLineOf('floods.mjs'));
  expect(await run('quiet', quiet)).toBeUndefined();
  expect(await run('floods again', flood)).toContain('ALARM');
});

test('a stream of several tests is judged in the test that floods it', async () => {
  const sink = makeSink();
  const writeSome = (): void => {
    for (let n = 0; n < 20; n += 1) sink.write(Buffer.alloc(16384));
  };
  expect(await run('writes little', writeSome)).toBeUndefined();
  expect(await run('floods', () => flood(sink))).toContain('ALARM');
  // It is still full.
  expect(await run('writes little', writeSome)).toBeUndefined();
});

test('what happens between tests is the fault of none', async () => {
  const sink = makeSink();
  flood(sink);
  expect(await run('writes to the full stream', () => flood(sink))).toBeUndefined();
});

test('where tests run at once, the first one that ends names all', async () => {
  const [a, b] = [{}, {}];
  await Promise.all([doctor.begin(a, 'a'), doctor.begin(b, 'b')]);
  flood();
  expect(await doctor.end(a)).toContain('during one of these tests: a, b');
  expect(await doctor.end(b)).toBeUndefined();
});

test('in Jest, which has hooks as globals', async () => {
  const hooks: (() => Promise<void>)[] = [];
  const add = (hook: () => Promise<void>): void => void hooks.push(hook);
  const expectOf = { getState: () => ({ currentTestName: 'a test' }) };
  Object.assign(globalThis, { beforeEach: add, afterEach: add, expect: expectOf });
  require(compiled(`${IN_TESTS}/jest.cjs`));
  const [before, after] = hooks as [() => Promise<void>, () => Promise<void>];
  await before();
  flood();
  await expect(after()).rejects.toMatchObject({
    name: 'tidemark doctor',
    message: expect.stringContaining('ALARM'),
  });
  await before();
  await after();
});

async function runNode(args: readonly string[]): Promise<string> {
  // A runner below another one behaves in another way.
  const { NODE_TEST_CONTEXT, VITEST, VITEST_WORKER_ID, VITEST_POOL_ID, TEST, ...env } = process.env;
  const child = spawn(process.execPath, args, { env: { ...env, NO_COLOR: '1' }, cwd: packageRoot });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return `${stdout}${stderr}`;
}

test('in node:test', async () => {
  const hooks = compiled(`${IN_TESTS}/node-test.js`);
  const args = ['--import', hooks, '--test', '--test-reporter=tap', join(FIXTURES, 'node.mjs')];
  const output = await runNode(args);
  expect([...output.matchAll(/^(?:not )?ok \d+ - .*$/gm)].map(([line]) => line)).toEqual([
    'ok 1 - quiet before',
    'not ok 2 - floods',
    'ok 3 - quiet after, with a child that has no tests',
  ]);
  expect(output).toContain(guiltyLineOf('floods.mjs'));
});

test('in vitest', async () => {
  const vitest = join(packageRoot, 'node_modules/vitest/vitest.mjs');
  const config = join(FIXTURES, 'vitest.config.ts');
  const output = await runNode([vitest, 'run', '--config', config, '--reporter=tap-flat']);
  const results = [...output.matchAll(/^((?:not )?ok) \d+ - \S+ > (.*?) #/gm)];
  expect(results.map(([, ok, name]) => `${ok} ${name}`)).toEqual([
    'ok quiet before',
    'not ok floods',
    'ok quiet after',
    expect.stringContaining('ok at once 1'),
    expect.stringContaining('ok at once 2'),
  ]);
  expect(output).toContain(guiltyLineOf('in-vitest.ts'));
  expect(output).toContain('during one of these tests: at once 1, at once 2');
});
