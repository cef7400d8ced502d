import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { identifyThisProcess } from '../processes/process-identity.ts';
import { isLocked, lockFolder } from './folder-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Called once, after a file was written: what another process does at that moment. */
const written = vi.hoisted(() => ({ call: undefined as (() => void) | undefined }));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const writeAndCall = (...args: Parameters<typeof fs.writeFileSync>): void => {
    fs.writeFileSync(...args);
    const { call } = written;
    written.call = undefined;
    call?.();
  };
  return { ...fs, writeFileSync: writeAndCall };
});

const SELF = identifyThisProcess();

/** The lock that another process would have left or would have. */
function leaveLock({ host, pid, startedAtTicks }: Partial<typeof SELF>): string {
  const name = `lock-${host ?? SELF.host}-${pid ?? SELF.pid}-${startedAtTicks ?? SELF.startedAtTicks}`;
  writeFileSync(join(folder, name), '');
  return name;
}

describe('a results folder', () => {
  test('is locked until it is unlocked, and names its owner', () => {
    const unlock = lockFolder(folder);
    expect(isLocked(folder)).toBe(true);
    expect(() => lockFolder(folder)).toThrow(UsageError);
    expect(() => lockFolder(folder)).toThrow(`process ${process.pid} is writing ${folder}`);
    unlock();
    expect(readdirSync(folder)).toEqual([]);
    lockFolder(folder)();
  });

  test('is unlocked when its process ends, whatever ends it', () => {
    const listeners = process.listeners('exit');
    const unlock = lockFolder(folder);
    const [atExit] = process.listeners('exit').filter((each) => !listeners.includes(each));
    atExit?.call(process, 0);
    expect(readdirSync(folder)).toEqual([]);
    unlock();
    expect(process.listeners('exit')).toEqual(listeners);
  });

  test('that a process left locked when it was killed is taken over', () => {
    // The number of a process that has ended and was waited for.
    leaveLock({ pid: spawnSync(process.execPath, ['--version']).pid });
    expect(isLocked(folder)).toBe(false);
    const unlock = lockFolder(folder);
    expect(readdirSync(folder)).toHaveLength(1);
    unlock();
  });

  test.skipIf(SELF.startedAtTicks === 0)(
    'is taken over if another process has got the number of its owner',
    () => {
      leaveLock({ pid: process.ppid, startedAtTicks: 1 });
      expect(isLocked(folder)).toBe(false);
      lockFolder(folder)();
    },
  );

  test('that another process locks at the same moment is left to that one', () => {
    const unlocked = readdirSync(folder);
    written.call = () => void leaveLock({ pid: process.ppid, startedAtTicks: 0 });
    expect(() => lockFolder(folder)).toThrow(`process ${process.ppid} is writing ${folder}`);
    expect([unlocked, readdirSync(folder)]).toEqual([[], [`lock-${SELF.host}-${process.ppid}-0`]]);
  });

  test('that may be in use on another machine is refused, and the file is named', () => {
    const name = leaveLock({ host: '00000000', pid: 5 });
    expect(isLocked(folder)).toBe(true);
    let error: unknown;
    try {
      lockFolder(folder);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({
      message: `process 5 of another machine is writing ${folder}`,
      hint: `if that process is gone, remove ${join(folder, name)}`,
    });
    expect(readdirSync(folder)).toEqual([name]);
  });
});
