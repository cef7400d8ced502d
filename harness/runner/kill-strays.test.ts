import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { signalGroup } from '../processes/signal-group.ts';
import { RUN_ID } from './child-environment.ts';
import { killStrays } from './kill-strays.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('a signal to a group', () => {
  test('reaches its leader', async () => {
    const { child, pid } = await startWithRunId('any');
    expect(signalGroup(pid, 'SIGTERM')).toBe(true);
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  test('is refused if the group no longer exists', async () => {
    const { child, pid } = await startWithRunId('any');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(signalGroup(pid, 'SIGTERM')).toBe(false);
  });
});

// Elsewhere it is unknown which process belongs to which run.
describe.skipIf(process.platform !== 'linux')('a remaining process of a run', () => {
  test('is killed, and counted as a stray if it has its own group', async () => {
    const runId = makeRunId();
    const known = await startWithRunId(runId);
    const strays = [await startWithRunId(runId), await startWithRunId(runId)];
    const exits = [known, ...strays].map(({ child }) => once(child, 'exit'));
    expect(killStrays([known.pid], runId)).toBe(2);
    expect(await Promise.all(exits)).toEqual(exits.map(() => [null, 'SIGKILL']));
  });

  test('is not one of another run', async () => {
    const other = await startWithRunId(makeRunId());
    expect(killStrays([], makeRunId())).toBe(0);
    expect(other.child.exitCode ?? other.child.signalCode).toBeNull();
  });

  test('is not recognised by a runId that only begins the same', async () => {
    const runId = makeRunId();
    await startWithRunId(`${runId}0`);
    expect(killStrays([], runId)).toBe(0);
  });
});

const makeRunId = (): string => randomBytes(8).toString('hex');

async function startWithRunId(runId: string): Promise<{ child: ChildProcess; pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
    env: { [RUN_ID]: runId },
  });
  started.push(child);
  await once(child, 'spawn');
  return { child, pid: child.pid ?? 0 };
}
