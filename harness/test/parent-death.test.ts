/** A tidemark that is killed cannot terminate its processes: they must end with it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compileScenario } from '../catalogue/compile-scenario.ts';
import { compiled } from '../package-root.ts';
import { hasParentDeathSignal } from '../processes/die-with-parent.ts';
import { canMark } from '../processes/run-mark.ts';
import { allGone, findProcessesOf, fixturePath } from './fixtures/support/run-fixture.ts';

let folder: string;
let parent: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-parent-'));
});

afterEach(() => {
  parent?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(hasParentDeathSignal())('a parent that is killed takes along, through the system', () => {
  test.each(['ignores-sigterm', 'ignores-sigterm-and-loops'])('a child that %s', async (name) => {
    await expectNothingLeftOf(name, 1);
  });

  test('a peer that does not watch its stdin', async () => {
    await expectNothingLeftOf('needs-a-peer-and-loops', 2);
  });
});

describe.runIf(hasParentDeathSignal() && canMark())('a process that left the group of its run', () => {
  test('outlives a parent that is killed, and is killed by the next invocation', async () => {
    const { value: runId } = await (await startRun('forks-and-waits', process.env.PATH)).next();
    while (findProcessesOf(runId).length < 2) await setImmediate();
    parent?.kill('SIGKILL');
    while (findProcessesOf(runId).length > 1) await setImmediate();
    const words = ['run', '-s', 'baseline-noop', '--quick', '--no-growth', '--results', folder];
    await promisify(execFile)(process.execPath, [compiled('harness/cli.js'), ...words]);
    await allGone(runId);
  });
});

describe.runIf(process.platform === 'linux')('without support by the system', () => {
  test('a child detects the end of its pipe, once its event loop turns', async () => {
    await expectNothingLeftOf('ignores-sigterm', 1, pathWithoutSetpriv());
  });

  test('a run completes as usual, although its replies use that pipe, too', async () => {
    const said = await startRun('needs-a-peer', pathWithoutSetpriv());
    await said.next();
    expect(await said.next()).toEqual({ done: false, value: 'completed' });
  });
});

async function expectNothingLeftOf(name: string, processes: number, path = process.env.PATH): Promise<void> {
  const { value: runId } = await (await startRun(name, path)).next();
  expect(findProcessesOf(runId)).toHaveLength(processes);
  parent?.kill('SIGKILL');
  await allGone(runId);
}

/** Returns its output: the runId, as soon as the child measures, and how the run ended. */
async function startRun(name: string, path: string | undefined): Promise<AsyncIterator<string>> {
  const script = fileURLToPath(await compileScenario(fixturePath('starts-a-run')));
  parent = spawn(process.execPath, [script, name], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, PATH: path, TMPDIR: folder },
  });
  return createInterface({ input: parent.stdout as Readable })[Symbol.asyncIterator]();
}

/** Without setpriv, the child itself checks whether its parent is alive. */
function pathWithoutSetpriv(): string {
  const empty = join(folder, 'bin');
  mkdirSync(empty);
  return empty;
}
