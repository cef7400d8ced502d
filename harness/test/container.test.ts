/**
 * The first command of the README as Kubernetes and GitLab start it: 512 MiB, nothing to write to, a user of a number
 * without a name, no home folder. Only root can make such surroundings, and only where the system allows it.
 */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { compiled, packageRoot } from '../package-root.ts';

const MiB = 1024 * 1024;
const LIMIT_BYTES = 512 * MiB;
const AS_NOBODY = ['--reuid', '12345', '--regid', '12345', '--clear-groups'];

/** Of version 2, and of version 1. */
const CGROUPS = [
  ['/sys/fs/cgroup', 'memory.max'],
  ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
] as const;

/** Undefined if this system does not let a test make one. */
function makeCgroup(): string | undefined {
  return CGROUPS.map(([root, limit]) => {
    const folder = join(root, `tidemark-test-${process.pid}`);
    try {
      mkdirSync(folder);
    } catch {
      return undefined;
    }
    try {
      if (!existsSync(join(folder, limit))) throw new Error('memory has no limit there');
      writeFileSync(join(folder, limit), String(LIMIT_BYTES));
      return folder;
    } catch {
      rmdirSync(folder);
      return undefined;
    }
  }).find((folder) => folder !== undefined);
}

const works = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;

const isPossible =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  works('unshare', ['--mount', 'true']) &&
  works('setpriv', [...AS_NOBODY, process.execPath, compiled('harness/cli.js'), '--version']);
const cgroup = isPossible ? makeCgroup() : undefined;
const tempDir = isPossible ? mkdtempSync(join(tmpdir(), 'tidemark-container-')) : '';

afterAll(async () => {
  if (tempDir !== '') rmdirSync(tempDir);
  if (cgroup === undefined) return;
  // A process that has ended takes a moment to leave it.
  for (let isRemoved = false; !isRemoved; await setImmediate()) {
    try {
      rmdirSync(cgroup);
      isRemoved = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY') throw error;
    }
  }
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Moves the process into the cgroup that this system let the test make. */
const IN_CGROUP = `echo $$ > '${cgroup}/cgroup.procs'`;

/**
 * Shows the process the files of a cgroup of version 2, of which the kernel holds it to none: 512 MiB, of which 150 MiB are
 * taken, 50 MiB of them by files that the kernel can drop. Its number stays the same until tidemark.
 */
const SEES_CGROUP_2 = `mount -t tmpfs tmpfs /sys/fs/cgroup
    echo ${LIMIT_BYTES} > /sys/fs/cgroup/memory.max
    echo ${150 * MiB} > /sys/fs/cgroup/memory.current
    echo 'inactive_file ${50 * MiB}' > /sys/fs/cgroup/memory.stat
    echo '0::/' > /sys/fs/cgroup/own
    mount --bind /sys/fs/cgroup/own /proc/$$/cgroup`;

/** Runs tidemark with a temporary folder of 128 MiB, the only place that can be written to. */
function runContained(args: string, limit = IN_CGROUP): Promise<Ended> {
  chmodSync(tempDir, 0o755);
  const path = `/root/none:${dirname(process.execPath)}:/usr/bin:/bin`;
  const script = `
    mount --make-rprivate /
    ${limit}
    mount -t tmpfs -o size=128m,mode=1777 tmpfs '${tempDir}'
    mount -o remount,bind,ro /
    cd '${packageRoot}'
    exec setpriv ${AS_NOBODY.join(' ')} env -i PATH='${path}' TMPDIR='${tempDir}' \
      '${process.execPath}' '${compiled('harness/cli.js')}' ${args}`;
  return new Promise((resolve) => {
    execFile('unshare', ['--mount', 'sh', '-ec', script], (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

describe.skipIf(cgroup === undefined)(
  'in a container of 512 MiB, read-only, without a name or a home',
  () => {
    test('the first command passes, and says how much a run may take', async () => {
      const ended = await runContained(`run --scenario ignore-drain --results '${tempDir}/results'`);
      expect(ended.stderr).toMatch(/! little memory is available: a run may take \d+ MiB/);
      expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain(
        'has 128 MiB free, less than the largest volume, 256 MiB',
      );
      expect(ended).toMatchObject({
        code: EXIT.pass,
        stdout: expect.stringContaining('✓ 3 expectations passed'),
      });
    });

    test('what cannot be written is said before anything is measured, and where it can be', async () => {
      const ended = await runContained('run --scenario baseline-noop --results /none/results');
      expect(ended).toMatchObject({ code: EXIT.resultsNotWritten, stdout: '' });
      expect(ended.stderr).toMatch(/: EROFS: read-only file system.*\n.* choose another with --results/);
      expect(ended.stderr).not.toContain('case 1/1');
    });
  },
);

test.skipIf(!isPossible)(
  'in a container with a cgroup of version 2, a run may take three quarters of what that has left',
  async () => {
    const args = `run --scenario baseline-noop --quick --no-growth --results '${tempDir}/results'`;
    const ended = await runContained(args, SEES_CGROUP_2);
    expect(ended.code).toBe(EXIT.pass);
    // Of 512 MiB 100 MiB are in use: 412 MiB * 3/4.
    expect(ended.stderr).toContain('a run may take 309 MiB');
  },
);
