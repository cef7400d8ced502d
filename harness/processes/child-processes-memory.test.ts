import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MiB } from '../scenario.ts';
import { ChildProcesses } from './child-processes-memory.ts';

const MEASURED = 100;

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'tidemark-proc-'));
  addProcess(1, { parent: 0 });
  addProcess(MEASURED, { parent: 1, group: MEASURED, command: 'node entry.cjs', anonymous: 500 });
});
afterEach(() => rmSync(proc, { recursive: true, force: true }));

test('the memory of children and grandchildren is added up, without that of the process itself and of others', () => {
  const children = new ChildProcesses(MEASURED, proc);
  expect(children.readBytes()).toBe(0);
  addProcess(7, { parent: 1, anonymous: 9000 });
  addProcess(101, { parent: MEASURED, group: MEASURED, anonymous: 34 });
  // The name of a program can have any characters.
  addProcess(99, { parent: 101, group: 99, name: 'a) R 1 1 (b', anonymous: 200 });
  expect(children.readBytes()).toBe(234 * 1024);
});

test('memory that is shared or mapped from a file is not counted, and swapped memory is', () => {
  addProcess(101, { parent: MEASURED, anonymous: 30, file: 5000, shared: 700, swapped: 8 });
  expect(new ChildProcesses(MEASURED, proc).readBytes()).toBe(38 * 1024);
});

test('a copy of the process that has not executed its program yet shares its memory, and is not counted', () => {
  const children = new ChildProcesses(MEASURED, proc);
  addProcess(101, { parent: MEASURED, command: 'node entry.cjs', anonymous: 500 });
  expect(children.readBytes()).toBe(0);
  addProcess(101, { parent: MEASURED, command: 'gzip', anonymous: 3 });
  expect(children.readBytes()).toBe(3 * 1024);
});

test('a process whose parent has ended is still counted, and one that has ended is not', () => {
  const children = new ChildProcesses(MEASURED, proc);
  addProcess(101, { parent: MEASURED, anonymous: 30 });
  addProcess(102, { parent: 101, anonymous: 4 });
  expect(children.readBytes()).toBe(34 * 1024);
  rmSync(join(proc, '101'), { recursive: true });
  addProcess(102, { parent: 1, anonymous: 4 });
  expect(children.readBytes()).toBe(4 * 1024);
  rmSync(join(proc, '102'), { recursive: true });
  expect(children.readBytes()).toBe(0);
  // Another process with the same number.
  addProcess(102, { parent: 1, anonymous: 4 });
  expect(children.readBytes()).toBe(0);
});

test('a process in the group counts, even if the one that started it was never seen', () => {
  addProcess(103, { parent: 1, group: MEASURED, anonymous: 6 });
  expect(new ChildProcesses(MEASURED, proc).readBytes()).toBe(6 * 1024);
});

test('where there is no procfs, nothing is known', () => {
  expect(new ChildProcesses(MEASURED, join(proc, 'nowhere')).readBytes()).toBeUndefined();
});

test.skipIf(process.platform !== 'linux')(
  'a child process that has filled 48 MiB has at least that',
  async () => {
    const fill =
      'const bytes = Buffer.alloc(48 * 1024 * 1024, 1); process.send(bytes.length); setInterval(() => {}, 1000)';
    const child = spawn(process.execPath, ['-e', fill], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    try {
      await once(child, 'message');
      expect(new ChildProcesses(process.pid).readBytes()).toBeGreaterThan(48 * MiB);
    } finally {
      child.kill('SIGKILL');
    }
  },
);

interface Process {
  readonly parent: number;
  readonly group?: number;
  readonly name?: string;
  readonly command?: string;
  readonly anonymous?: number;
  readonly shared?: number;
  readonly file?: number;
  readonly swapped?: number;
}

/** Memory in KiB. */
function addProcess(pid: number, process: Process): void {
  const { parent, group = pid, name = 'it', command = `program ${pid}` } = process;
  const { anonymous = 0, shared = 0, file = 0, swapped = 0 } = process;
  const folder = join(proc, String(pid));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parent} ${group} ${group} 0 -1\n`);
  writeFileSync(join(folder, 'cmdline'), command);
  const status = { VmRSS: anonymous + shared + file, RssAnon: anonymous, RssFile: file, RssShmem: shared };
  const lines = Object.entries({ ...status, VmSwap: swapped }).map(([key, kib]) => `${key}:\t   ${kib} kB\n`);
  writeFileSync(join(folder, 'status'), lines.join(''));
}
