import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { findOldest, killAbandoned, killStrays } from './kill-strays.ts';
import { isOwnerGone, makeRunId } from './run-id.ts';
import { canMark, RUN_ID, readRunId, withRunMark } from './run-mark.ts';
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
    const { child, pid } = await startWithRunId(makeRunId());
    expect(signalGroup(pid, 'SIGTERM')).toBe(true);
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });

  test('is refused if the group no longer exists', async () => {
    const { child, pid } = await startWithRunId(makeRunId());
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

  test.skipIf(!canMark())('is killed although its limits were set anew, by its environment', async () => {
    const runId = makeRunId();
    const script = 'prlimit --locks=unlimited: -- setsid sleep 60 & echo $!; wait';
    const env = { ...process.env, [RUN_ID]: runId };
    const shell = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], env });
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

describe.skipIf(process.platform !== 'linux')('what an invocation that was killed has left behind', () => {
  test('is killed, and what one that lives has started is not', async () => {
    const left = await startWithRunId(await makeIdOfEnded());
    const own = await startWithRunId(makeRunId());
    const ended = once(left.child, 'exit');
    // Another test may do it at the same moment.
    killAbandoned();
    expect(await ended).toEqual([null, 'SIGKILL']);
    expect(own.child.exitCode ?? own.child.signalCode).toBeNull();
  });

  test('is told from what a later process with the same number has started', () => {
    const runId = makeRunId();
    const startedBefore = `${runId.slice(0, 6)}${runId.slice(6, 12) === '000001' ? '000002' : '000001'}001`;
    expect([runId, startedBefore].map(isOwnerGone)).toEqual([false, true]);
  });

  test('does not include a process without the id of a run', async () => {
    const words = ['', '0', 'x'.repeat(15), `${await makeIdOfEnded()}0`];
    expect(words.map(isOwnerGone)).toEqual(words.map(() => false));
  });
});

/** Of a process that has ended. */
async function makeIdOfEnded(): Promise<string> {
  const owner = spawn('true');
  await once(owner, 'exit');
  return `${Number(owner.pid).toString(16).padStart(6, '0')}000001001`;
}

/** The processes that have the mark of a run and have not ended. */
const listMarked = (runId: string): string[] =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name) || readRunId(Number(name)) !== runId) return false;
    try {
      return !/^State:\s+Z/m.test(readFileSync(`/proc/${name}/status`, 'latin1'));
    } catch {
      return false;
    }
  });

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
  while (canMark() && readRunId(pid) !== runId) await setImmediate();
  return { child, pid };
}
