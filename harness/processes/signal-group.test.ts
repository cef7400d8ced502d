import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ownGroup } from './own-group.ts';
import { killChild, killRest, signalGroup } from './signal-group.ts';

/** What is signalled on a system. */
function record(platform: NodeJS.Platform) {
  const signals: (readonly [number, string])[] = [];
  return { signals, parts: { platform, kill: (pid: number, name: string) => signals.push([pid, name]) } };
}

test.each([
  ['linux', -7],
  ['darwin', -7],
  ['win32', 7],
] as const)('on %s a signal to the group of process 7 goes to %d', (platform, target) => {
  const { signals, parts } = record(platform);
  expect(signalGroup(7, 'SIGTERM', parts)).toBe(true);
  expect(signals).toEqual([[target, 'SIGTERM']]);
});

test('on Windows nothing is sent to a process that has ended: its number may be that of another', () => {
  const { signals, parts } = record('win32');
  killRest(7, parts);
  expect(signals).toEqual([]);
});

test('elsewhere the rest of its group is killed, as no group gets the number of one that is left', () => {
  const { signals, parts } = record('linux');
  killRest(7, parts);
  expect(signals).toEqual([[-7, 'SIGKILL']]);
});

test('a process leaves the group of tidemark, but not on Windows: there the system ends it with tidemark', () => {
  expect(ownGroup('linux').detached).toBe(true);
  expect(ownGroup('darwin').detached).toBe(true);
  expect(ownGroup('win32').detached).toBe(false);
});

test('a child is signalled by its handle', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  expect(killChild(child, 'SIGKILL')).toBe(true);
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('a child that could not be started is not signalled: that would kill tidemark with its whole group', () => {
  const kill = (): boolean => {
    throw new Error('the signal went to the group of this process');
  };
  expect(killChild({ pid: undefined, kill }, 'SIGKILL')).toBe(false);
});
