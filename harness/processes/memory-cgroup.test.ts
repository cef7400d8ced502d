import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { MiB } from '../test/builders.ts';
import { enterCgroup, openMemoryCgroups } from './memory-cgroup.ts';

const cgroups = openMemoryCgroups();

// As root, or in a user session of systemd.
describe.skipIf(cgroups === undefined)('in a cgroup with a limit', () => {
  const allocate = (mib: number) => {
    const cgroup = cgroups?.make(96 * MiB);
    if (cgroup === undefined) throw new Error('no cgroup was made');
    const code = `const a = []; while (a.length < ${mib}) a.push(Buffer.alloc(${MiB}, 1)); process.stdout.write('done')`;
    const [command, args] = enterCgroup(cgroup.procsFile, process.execPath, ['-e', code]);
    const { signal, stdout } = spawnSync(command, args, { encoding: 'utf8' });
    const kills = cgroup.countKills();
    cgroup.remove();
    return { signal, stdout, kills, isLeft: existsSync(dirname(cgroup.procsFile)) };
  };

  test('a process that needs less completes', () => {
    expect(allocate(16)).toEqual({ signal: null, stdout: 'done', kills: 0, isLeft: false });
  });

  test('a process that needs more is ended by the kernel, and counted', () => {
    expect(allocate(128)).toEqual({ signal: 'SIGKILL', stdout: '', kills: 1, isLeft: false });
  });
});

test('a system whose folders have no controller of memory has none, and nothing is left in them', () => {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-cgroups-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folders = ['proc/self', 'sys/fs/cgroup/a.slice/b.scope', 'sys/fs/cgroup/memory/a'];
  for (const folder of folders) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'proc/self/cgroup'), '4:cpu,memory:/a\n0::/a.slice/b.scope\n');
  expect(openMemoryCgroups(root)).toBeUndefined();
  expect(readdirSync(join(root, 'sys/fs/cgroup/a.slice/b.scope'))).toEqual([]);
  expect(readdirSync(join(root, 'sys/fs/cgroup/memory/a'))).toEqual([]);
});

test('without a list of cgroups, as on other systems, there is none', () => {
  expect(openMemoryCgroups('/nowhere')).toBeUndefined();
});
