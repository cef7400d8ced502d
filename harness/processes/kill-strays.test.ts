import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { findOldest, killStrays } from './kill-strays.ts';
import { canMark, hasMark, RUN_ID, readLimits, withRunMark } from './run-mark.ts';
import { signalGroup } from './signal-group.ts';

const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

test.each([
  { it: 'that of its first process', leaders: [500, 520], newest: 530, oldest: 500 },
  { it: 'any, once numbers have begun again', leaders: [32_000], newest: 310, oldest: 0 },
  { it: 'any, if the newest is not known', leaders: [500], newest: 0, oldest: 0 },
  { it: 'any, if none is known', leaders: [], newest: 530, oldest: 0 },
])('the least number of a process of a run is $it', ({ leaders, newest, oldest }) => {
  expect(findOldest(leaders, newest)).toBe(oldest);
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

  test.skipIf(canMark())('is not recognised by a runId that only begins the same', async () => {
    const runId = makeRunId();
    await startWithRunId(`${runId}0`);
    expect(killStrays([], runId)).toBe(0);
  });

  test.skipIf(!canMark())('is killed with an empty environment, in a session of its own', async () => {
    const runId = makeRunId();
    const [command, args] = withRunMark(runId, 'sh', ['-c', 'env -i setsid sleep 60 & echo $!; wait']);
    const shell = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    const [pid] = await once(shell.stdout, 'data');
    while (!readFileSync(`/proc/${Number(pid)}/cmdline`, 'latin1').startsWith('sleep')) await setImmediate();
    const ended = once(shell, 'exit');
    expect(killStrays([], runId)).toBe(2);
    await ended;
  });

  test.skipIf(!canMark())('is found while it starts another and ends, again and again', async () => {
    const runId = makeRunId();
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
    const [file, end] = [join(folder, 'chain.sh'), join(folder, 'reached-its-end')];
    // The last of 1,000 says that it was not killed.
    const next = 'env -i /usr/bin/setsid /bin/sh "$0" $(($1 - 1))';
    writeFileSync(file, `if [ "$1" -gt 0 ]; then ${next} & else touch '${end}'; fi`);
    const shell = spawn(...withRunMark(runId, '/bin/sh', [file, '1000']), { stdio: 'ignore' });
    await once(shell, 'exit');
    expect(killStrays([], runId)).toBeGreaterThan(0);
    // What was killed takes a moment to end.
    while (listMarked(runId).length > 0) await setImmediate();
    expect(existsSync(end)).toBe(false);
    rmSync(folder, { recursive: true });
  });
});

/** The processes that have the mark of a run and have not ended. */
const listMarked = (runId: string): string[] =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || !hasMark(readLimits(Number(name)), runId)) return false;
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${name}/status`, 'latin1'));
    } catch {
      return false;
    }
  });

const makeRunId = (): string => randomBytes(8).toString('hex');

async function startWithRunId(runId: string): Promise<{ child: ChildProcess; pid: number }> {
  const [command, args] = withRunMark(runId, process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const child = spawn(command, args, {
    detached: true,
    stdio: 'ignore',
    // Where the system cannot mark them.
    env: { [RUN_ID]: runId, PATH: process.env.PATH },
  });
  started.push(child);
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  // What it starts with marks it.
  while (canMark() && !hasMark(readLimits(pid), runId)) await setImmediate();
  return { child, pid };
}
