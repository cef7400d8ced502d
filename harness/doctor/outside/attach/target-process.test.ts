import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { listPorts } from './list-ports.ts';
import { lookByPs } from './look-by-ps.ts';
import { refusedAccess } from './target.ts';
import { lookAtTarget } from './target-process.ts';

const procfs = mkdtempSync(join(tmpdir(), 'tidemark-procfs-'));
afterAll(() => rmSync(procfs, { recursive: true }));

/** Of a process that can be sent signals to: the parent of this one. */
const PID = process.ppid;
const STATUS = { State: 'S (sleeping)', SigBlk: '0'.repeat(16), SigCgt: '0000000100004602' };

interface Fake {
  readonly exe?: string;
  readonly status?: Readonly<Record<string, string>>;
  readonly argv?: readonly string[];
  readonly environment?: readonly string[];
  readonly mount?: string;
}

/** What procfs would say of a process. */
function fakeProcess({ exe = '/usr/bin/node', status = {}, argv = [], environment = [], mount }: Fake): void {
  const folder = join(procfs, String(PID));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'ns'), { recursive: true });
  symlinkSync(exe, join(folder, 'exe'));
  const lines = Object.entries({ ...STATUS, ...status }).map(([name, value]) => `${name}:\t${value}\n`);
  writeFileSync(join(folder, 'status'), lines.join(''));
  writeFileSync(join(folder, 'cmdline'), [...argv, ''].join('\0'));
  writeFileSync(join(folder, 'environ'), [...environment, ''].join('\0'));
  for (const name of ['mnt', 'net', 'pid']) symlinkSync(`/proc/self/ns/${name}`, join(folder, 'ns', name));
  if (mount !== undefined) {
    rmSync(join(folder, 'ns/mnt'));
    symlinkSync(mount, join(folder, 'ns/mnt'));
  }
}

test('what may not be looked at is another user’s, unless the user is the same one or root', () => {
  const isAnothers = (own: number | undefined, owner: number | undefined): boolean =>
    refusedAccess(own, owner).refused.includes('another user');
  expect([isAnothers(1000, 1001), isAnothers(undefined, undefined), isAnothers(1000, undefined)]).toEqual([
    true,
    true,
    true,
  ]);
  expect([isAnothers(1000, 1000), isAnothers(0, 1000), isAnothers(0, undefined)]).toEqual([
    false,
    false,
    false,
  ]);
});

describe.runIf(process.platform === 'linux')('who can be attached to', () => {
  const look = (fake: Fake) => {
    fakeProcess(fake);
    return lookAtTarget(PID, procfs, (name) => `/proc/self/ns/${name}`);
  };

  test('a process of Node.js that waits for SIGUSR1', () => {
    expect(look({ argv: ['node', 'app.js'] })).toMatchObject({
      pid: PID,
      argv: ['node', 'app.js'],
      inspectPort: 9229,
    });
  });

  test.each([
    [{ argv: ['node', '--inspect-port=9300', 'app.js'] }, 9300],
    [{ argv: ['node', '--inspect=127.0.0.1:9301', 'app.js'] }, 9301],
    [{ argv: ['node', '--inspect-port', '9302', 'app.js'] }, 9302],
    [
      { argv: ['node', 'app.js'], environment: ['A=1', 'NODE_OPTIONS=--no-warnings --inspect-port=9303'] },
      9303,
    ],
    [{ argv: ['node', '--inspect', 'app.js', '9304'] }, 9229],
  ] satisfies [Fake, number][])('the port of its inspector: %j', (fake, inspectPort) => {
    expect(look(fake)).toMatchObject({ inspectPort });
  });

  test.each([
    ['it is python3, not Node.js', { exe: '/usr/bin/python3' }],
    ['it was started with --disable-sigusr1', { status: { SigBlk: '0000000000000200' } }],
    // As in its first milliseconds: the signal would end it.
    ['it does not listen for SIGUSR1 yet', { status: { SigCgt: '0000000100004402' } }],
    ['there is no such process', { status: { State: 'Z (zombie)' } }],
    ['it is in another container', { mount: 'mnt:[1]' }],
  ] satisfies [string, Fake][])('not otherwise: %s', (refused, fake) => {
    expect(look(fake)).toMatchObject({ refused });
  });

  test('nobody that has ended, nor tidemark itself', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    expect(lookAtTarget(pid)).toMatchObject({ refused: 'there is no such process' });
    expect(lookAtTarget(process.pid)).toMatchObject({ refused: 'it is tidemark itself' });
  });
});

test('where there is no procfs, ps is asked', () => {
  const ps = (comm: string, args: string) => (_pid: number, field: 'comm' | 'args') =>
    field === 'comm' ? comm : args;
  expect(lookByPs(7, ps('/usr/local/bin/node', 'node --inspect-port=9300 app.js'))).toMatchObject({
    pid: 7,
    argv: ['node', '--inspect-port=9300', 'app.js'],
    inspectPort: 9300,
  });
  expect(lookByPs(7, ps('/bin/zsh', 'zsh'))).toMatchObject({ refused: 'it is zsh, not Node.js' });
  expect(lookByPs(7, ps('node', 'node --disable-sigusr1 app.js'))).toMatchObject({
    refused: 'it was started with --disable-sigusr1',
  });
  expect(lookByPs(7, ps('', ''))).toMatchObject({ refused: 'there is no such process' });
});

test('the ports of a process are told from those of others', () => {
  const folder = join(procfs, '7');
  mkdirSync(join(folder, 'fd'), { recursive: true });
  mkdirSync(join(folder, 'net'));
  symlinkSync('socket:[11]', join(folder, 'fd/3'));
  symlinkSync('socket:[12]', join(folder, 'fd/4'));
  symlinkSync('/dev/null', join(folder, 'fd/5'));
  const line = (port: string, state: string, inode: number): string =>
    `   0: 0100007F:${port} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0 100 0 0 10 0`;
  const lines = [
    '  sl  local_address …',
    line('240D', '0A', 11),
    line('1F90', '01', 12),
    line('0050', '0A', 13),
  ];
  writeFileSync(join(folder, 'net/tcp'), `${lines.join('\n')}\n`);
  expect(listPorts(7, procfs)).toEqual({ listening: [9229], connected: [8080], occupied: [80] });
  expect(listPorts(8, procfs)).toBeUndefined();
});
