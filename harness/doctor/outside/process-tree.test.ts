import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeProcess, listDescendants } from './process-tree.ts';

let procfs = '';
beforeEach(() => {
  procfs = mkdtempSync(join(tmpdir(), 'tidemark-procfs-'));
});
afterEach(() => {
  rmSync(procfs, { recursive: true, force: true });
});

interface Made {
  readonly parent: number;
  readonly name?: string;
  readonly exe?: string;
  readonly environ?: string;
}

function makeProcess(
  pid: number,
  { parent, name = 'node', exe = '/usr/bin/node', environ = '' }: Made,
): void {
  const folder = join(procfs, String(pid));
  mkdirSync(folder);
  writeFileSync(join(folder, 'stat'), `${pid} (${name}) S ${parent} ${pid} 1 0\n`);
  writeFileSync(join(folder, 'cmdline'), `${name}\0a b.js\0`);
  writeFileSync(join(folder, 'environ'), environ);
  symlinkSync(exe, join(folder, 'exe'));
}

// There are no symbolic links to programs on Windows, and no procfs.
const hasProcfs = process.platform !== 'win32';

test.runIf(hasProcfs)('the descendants of a process are listed at any depth, and nobody else', () => {
  makeProcess(10, { parent: 1 });
  makeProcess(11, { parent: 10, name: 'a) S 99 (b' });
  makeProcess(12, { parent: 11 });
  makeProcess(13, { parent: 1 });
  writeFileSync(join(procfs, 'meminfo'), '');
  expect(listDescendants(10, procfs)).toEqual([10, 11, 12]);
});

test('without procfs there is the process itself', () => {
  expect(listDescendants(10, join(procfs, 'none'))).toEqual([10]);
});

describe.runIf(hasProcfs)('a process is', () => {
  test.each([
    ['/usr/bin/node', true],
    ['/usr/bin/nodejs', true],
    ['/opt/node-22', true],
    ['/usr/bin/node (deleted)', false],
    ['/usr/bin/nodemon', false],
    ['/bin/sh', false],
  ])('%s: Node.js %j', (exe, isNode) => {
    makeProcess(10, { parent: 1, exe });
    expect(describeProcess(10, 'preload.cjs', procfs)?.isNode).toBe(isNode);
  });

  test.each([
    ['NODE_OPTIONS=--no-warnings --require=/t/preload.cjs', true],
    ['NODE_OPTIONS=--no-warnings', false],
    ['OTHER=--require=/t/preload.cjs', false],
  ])('with %s: it loads the doctor %j', (variable, hasPreload) => {
    makeProcess(10, { parent: 1, environ: `A=1\0${variable}\0` });
    expect(describeProcess(10, '/t/preload.cjs', procfs)).toMatchObject({
      hasPreload,
      argv: ['node', 'a b.js'],
    });
  });

  test('nothing, once it has ended', () => {
    expect(describeProcess(10, 'preload.cjs', procfs)).toBeUndefined();
  });
});
