import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isAbandoned, makeOwnedFolder } from './owned-folder.ts';

let parent = '';
beforeAll(() => {
  parent = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

/** A process id that is not in use: that of a process that has ended and was waited for. */
const gonePid = (): number => spawnSync(process.execPath, ['--version']).pid;
const ownedBy = (name: string, pid: number): string =>
  name.replace(new RegExp(`-${process.pid}-\\d+-`), `-${pid}-0-`);

test('a folder is made below its parent, which is made too, and is empty', () => {
  const folder = makeOwnedFolder(join(parent, 'a b/c'), 'checkout');
  expect(dirname(folder)).toBe(join(parent, 'a b/c'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder is abandoned when its process is gone', () => {
  const name = basename(makeOwnedFolder(parent, 'checkout'));
  expect(isAbandoned(name, 'checkout')).toBe(false);
  expect(isAbandoned(ownedBy(name, gonePid()), 'checkout')).toBe(true);
});

test.skipIf(process.platform !== 'linux')(
  'a process that has ended and is not waited for is gone',
  async () => {
    // `cat` replaces the shell, and does not wait for its child. The child ends when it can read a byte.
    const parentOfIt = spawn('/bin/sh', ['-c', 'head -c 1 <&3 >&2 & echo $!; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
    });
    const [stdin, stdout, , end] = parentOfIt.stdio as [Writable, Readable, null, Writable, undefined];
    const [line] = (await once(stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    const name = ownedBy(basename(makeOwnedFolder(parent, 'checkout')), pid);
    expect(isAbandoned(name, 'checkout')).toBe(false);
    stdin.write('is it cat by now?');
    await once(stdout, 'data');
    end.end('x');
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isAbandoned(name, 'checkout')).toBe(true);
    stdin.end();
    await once(parentOfIt, 'close');
  },
);

test('a folder for another purpose, of another host, or of another program is not abandoned', () => {
  const name = ownedBy(basename(makeOwnedFolder(parent, 'checkout')), gonePid());
  expect(isAbandoned(name, 'check')).toBe(false);
  expect(isAbandoned(name, 'partial')).toBe(false);
  expect(isAbandoned(name.replace(/^checkout-.{8}/, 'checkout-00000000'), 'checkout')).toBe(false);
  expect(isAbandoned('checkout', 'checkout')).toBe(false);
});
