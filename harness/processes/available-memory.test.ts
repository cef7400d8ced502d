import { totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { findAvailableMemory, type MemoryFacts } from './available-memory.ts';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const facts = (parts: Partial<MemoryFacts> & { readonly files?: Readonly<Record<string, string>> } = {}) => ({
  ...({ platform: 'linux', uvVersion: '1.46.0' } as const),
  ...{ totalBytes: 16 * GiB, availableBytes: 8 * GiB },
  read: (path: string) => parts.files?.[path],
  ...parts,
});

/** The files of a cgroup of version 2, as a container sees its own. */
const container = (limit: number | 'max', current: number, cache = 0, path = '') => ({
  '/proc/self/cgroup': `0::/${path}\n`,
  [`/sys/fs/cgroup/${path}${path === '' ? '' : '/'}memory.max`]: `${limit}\n`,
  [`/sys/fs/cgroup/${path}${path === '' ? '' : '/'}memory.current`]: `${current}\n`,
  [`/sys/fs/cgroup/${path}${path === '' ? '' : '/'}memory.stat`]: `anon 5\ninactive_file ${cache}\nactive_file 9\n`,
});

test('on this machine something is available, and not more than there is', () => {
  const { availableBytes, defaultMaxBytes } = findAvailableMemory();
  expect(availableBytes).toBeGreaterThan(0);
  expect(defaultMaxBytes).toBeGreaterThan(0);
  expect(defaultMaxBytes).toBeLessThanOrEqual(totalmem());
});

test('without a cgroup, a run may take half of what is available', () => {
  expect(findAvailableMemory(facts())).toEqual({ availableBytes: 8 * GiB, defaultMaxBytes: 4 * GiB });
  expect(findAvailableMemory(facts({ files: container('max', 5) })).defaultMaxBytes).toBe(4 * GiB);
});

test('on a machine where almost nothing is available, a run may take 512 MiB, or half of all memory', () => {
  expect(findAvailableMemory(facts({ availableBytes: 9 * MiB })).defaultMaxBytes).toBe(512 * MiB);
  const small = { totalBytes: 600 * MiB, availableBytes: 0 };
  expect(findAvailableMemory(facts(small)).defaultMaxBytes).toBe(300 * MiB);
});

describe('in a container of 512 MiB', () => {
  test('a run may take three quarters of what is left', () => {
    const files = container(512 * MiB, 72 * MiB);
    expect(findAvailableMemory(facts({ files }))).toEqual({
      availableBytes: 440 * MiB,
      defaultMaxBytes: 330 * MiB,
    });
  });

  test('what the kernel has cached of files, for example after npm ci, is available', () => {
    const files = container(512 * MiB, 500 * MiB, 428 * MiB);
    expect(findAvailableMemory(facts({ files })).availableBytes).toBe(440 * MiB);
  });

  test('more than the limit is taken for a moment: a run may take half of the limit, not 0 B', () => {
    const files = container(512 * MiB, 513 * MiB);
    expect(findAvailableMemory(facts({ files }))).toEqual({ availableBytes: 0, defaultMaxBytes: 256 * MiB });
  });
});

test('the tightest limit of the cgroup and of those around it counts', () => {
  const files = {
    ...container(4 * GiB, 0, 0, 'a/b'),
    ...{ '/sys/fs/cgroup/a/memory.max': `${2 * GiB}`, '/sys/fs/cgroup/a/memory.current': `${1 * GiB}` },
  };
  expect(findAvailableMemory(facts({ files })).availableBytes).toBe(1 * GiB);
});

test('cgroups of version 1 count, also where the path is that of the host', () => {
  const files = {
    '/proc/self/cgroup': '9:cpu:/docker/ab\n4:memory:/docker/ab\n0::/\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': `${1 * GiB}`,
    '/sys/fs/cgroup/memory/memory.usage_in_bytes': `${700 * MiB}`,
    '/sys/fs/cgroup/memory/memory.stat': `cache 1\ntotal_inactive_file ${100 * MiB}\n`,
  };
  expect(findAvailableMemory(facts({ files })).availableBytes).toBe(424 * MiB);
});

test('cgroups that cannot be read, or that have no limit, do not count', () => {
  const unlimited = { '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712' };
  for (const files of [{}, { '/proc/self/cgroup': 'nonsense' }, unlimited])
    expect(findAvailableMemory(facts({ files })).availableBytes).toBe(8 * GiB);
});

describe('on macOS', () => {
  test.each(['1.46.0', '1.48.0', '1.51.9'])(
    'libuv %s counts only free pages: a quarter of the memory is taken for available',
    (uvVersion) => {
      const mac = facts({ platform: 'darwin', uvVersion, availableBytes: 100 * MiB });
      expect(findAvailableMemory(mac)).toEqual({ availableBytes: 4 * GiB, defaultMaxBytes: 2 * GiB });
    },
  );

  test.each(['1.52.0', '1.52.1', '2.0.0'])('libuv %s is believed', (uvVersion) => {
    const mac = facts({ platform: 'darwin', uvVersion, availableBytes: 6 * GiB });
    expect(findAvailableMemory(mac).availableBytes).toBe(6 * GiB);
  });
});

test('on Windows the system is believed', () => {
  const windows = facts({ platform: 'win32', availableBytes: 6 * GiB });
  expect(findAvailableMemory(windows).defaultMaxBytes).toBe(3 * GiB);
});
