/** The matchers inside of test runners, each in a process of its own; and the examples of the page. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../package-root.ts';

const FIXTURES = join(packageRoot, 'harness/test/fixtures-matchers');
const VITEST = join(packageRoot, 'node_modules/vitest/vitest.mjs');
const JEST = { NODE_PATH: join(FIXTURES, 'jest-stand-in') };
const FORGOTTEN = 'toRespectBackpressure() was still measuring when its test ended';

async function runNode(
  args: readonly string[],
  cwd = FIXTURES,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  // A runner below another one behaves in another way.
  const { NODE_TEST_CONTEXT, VITEST, VITEST_WORKER_ID, VITEST_POOL_ID, TEST, ...env } = process.env;
  const child = spawn(process.execPath, args, { env: { ...env, NO_COLOR: '1', ...more }, cwd });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return `${stdout}${stderr}`;
}

const listResults = (output: string): string[] =>
  [...output.matchAll(/^((?:not )?ok)(?: \d+)? - (?:\S+ > )?([^:#\n]*[^:#\s])/gm)].map(
    ([, ok, name]) => `${ok} ${name}`,
  );

describe('what is not awaited fails its test, and no other one', () => {
  test('in vitest', async () => {
    const config = join(FIXTURES, 'vitest.config.ts');
    const output = await runNode([VITEST, 'run', '--config', config, '--reporter=tap-flat']);
    expect(listResults(output)).toEqual([
      'not ok forgets to wait',
      'ok waits',
      'not ok asks for the wrong thing',
      'not ok cannot be measured',
      'ok waits as well',
      'ok is finished before',
    ]);
    expect(output).toContain(FORGOTTEN);
    expect(output).toContain('0 writes after false');
    expect(output).toContain('baseline-noop was not measured');
  });

  test('in node:test', async () => {
    const output = await runNode(['--test', '--test-reporter=tap', join(FIXTURES, 'forgets.mjs')]);
    expect(listResults(output)).toEqual(['not ok forgets to wait', 'ok waits']);
    expect(output).toContain(FORGOTTEN);
  });

  test('in Jest', async () => {
    const output = await runNode([join(FIXTURES, 'forgets.cjs')], FIXTURES, JEST);
    expect(listResults(output)).toEqual(['not ok forgets to wait', 'ok waits']);
    expect(output).toContain(FORGOTTEN);
    expect(output).toContain('timeout 120000');
  });
});

describe('the examples of the page', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-matchers-'));
    const page = readFileSync(join(packageRoot, 'harness/matchers/README.md'), 'utf8');
    for (const [, name = '', code = ''] of page.matchAll(/```[jt]s\n\/\/ (\S+)\n([\s\S]*?)```/g))
      writeFileSync(join(folder, name), code);
    mkdirSync(join(folder, 'node_modules'));
    for (const [name, path] of [
      ['tidemark', packageRoot],
      ['vitest', join(packageRoot, 'node_modules/vitest')],
    ] as const)
      symlinkSync(path, join(folder, 'node_modules', name), 'junction');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

  const PASSES = ['ok copy waits for its sink'];

  test('pass in vitest', async () => {
    const output = await runNode(
      [VITEST, 'run', '--root', folder, '--reporter=tap-flat', 'copy.test.ts'],
      folder,
    );
    expect(listResults(output), output).toEqual(PASSES);
  });

  test('pass in node:test', async () => {
    const output = await runNode(['--test', '--test-reporter=tap', 'copy.test.mjs'], folder);
    expect(listResults(output), output).toEqual(PASSES);
  });

  test('pass in Jest', async () => {
    const globals = 'Object.assign(globalThis, require("@jest/globals")); require("./copy.jest.js")';
    expect(listResults(await runNode(['-e', globals], folder, JEST))).toEqual(PASSES);
  });
});
