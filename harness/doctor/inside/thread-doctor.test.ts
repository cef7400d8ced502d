import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compiled } from '../../package-root.ts';
import { type DoctorSettings, SETTINGS_VARIABLE, type ThreadSnapshot } from '../snapshot.ts';

const MIB = 1024 * 1024;

/** What the doctor of a program has written last. */
function examine(script: string, settings: Omit<DoctorSettings, 'folder'>): ThreadSnapshot {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-thread-'));
  try {
    execFileSync(process.execPath, ['--require', compiled('harness/doctor/preload.cjs'), '-e', script], {
      env: { ...process.env, [SETTINGS_VARIABLE]: JSON.stringify({ folder, ...settings }) },
    });
    const snapshots = readdirSync(folder).map(
      (file): ThreadSnapshot => JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    const [last] = snapshots.sort((a, b) => b.sequence - a.sequence);
    if (last === undefined) throw new Error('it has written nothing');
    return last;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Keeps 2 MiB, and drops as much as 64 MiB at once. */
const DROPS = `
const kept = Buffer.alloc(${2 * MIB});
let n = 0;
setInterval(() => {
  for (let part = 0; part < 8; part += 1) Buffer.alloc(${8 * MIB});
  if (n++ === 60) process.exit(kept.length === 0 ? 1 : 0);
}, 10)`;

test('with --deep, what is read is what lives', () => {
  const { memory } = examine(DROPS, { isDeep: true });
  const collected = (memory.overTime ?? []).filter(({ isCollected }) => isCollected);
  expect(collected.length).toBeGreaterThan(1);
  for (const { arrayBuffersBytes } of collected) expect(arrayBuffersBytes).toBeLessThan(3 * MIB);
  expect(memory.peak).toMatchObject({ isCollected: true });
});

test('without it, nothing is collected while the program runs', () => {
  const { memory } = examine(DROPS, {});
  // The last reading is that of its end.
  expect((memory.overTime ?? []).slice(0, -1).filter(({ isCollected }) => isCollected)).toEqual([]);
});
