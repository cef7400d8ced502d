import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import type { PlannedRun, Subject } from '../plan/plan-runs.ts';
import { killAbandoned } from '../processes/kill-strays.ts';
import { removeFolder } from '../processes/temp-folder.ts';
import { fixturePath } from '../test/fixtures/support/run-fixture.ts';
import { makeRunner, type RunnerSettings } from './make-runner.ts';

vi.mock('../processes/kill-strays.ts', async (original) => {
  const strays = await original<typeof import('../processes/kill-strays.ts')>();
  return { ...strays, killAbandoned: vi.fn(strays.killAbandoned) };
});

vi.mock('../processes/temp-folder.ts', async (original) => {
  const folders = await original<typeof import('../processes/temp-folder.ts')>();
  return { ...folders, removeFolder: vi.fn(folders.removeFolder) };
});

const MiB = 1024 * 1024;

test('what an invocation left that was killed is killed once, before the first run', async () => {
  vi.mocked(killAbandoned).mockClear();
  await openRuns('throws-in-run');
  expect(killAbandoned).toHaveBeenCalledOnce();
});

test('a run reports its identity, its outcome and the warnings of its child', async () => {
  const { result, warnings, strays } = await run('is-slow-to-settle', { flags: ['--single-threaded-gc'] }, 4);
  expect(result).toMatchObject({
    kind: 'measure',
    index: 4,
    parameters: {},
    flags: ['--single-threaded-gc'],
    outcome: { state: 'completed' },
  });
  expect(warnings).toContain('not-settled');
  expect(strays).toBe(0);
});

test('a run of one of two sides has the flags of its side, not as its own, and its pair', async () => {
  const side = { name: 'b', nodeFlags: ['--stack-trace-limit=3'], isCheckedOut: false } as const;
  const planned = { pairing: { pair: 4, of: 10, batch: 2 }, flags: ['--single-threaded-gc'] } as const;
  const { result } = await run('throws-in-run', planned, 0, {}, side);
  expect(result).toMatchObject({ pair: 4, batch: 2, flags: ['--single-threaded-gc'] });
  expect(result).not.toHaveProperty('of');
  expect(result.reproduce).toMatch(/--stack-trace-limit=3 .*--single-threaded-gc/);
});

test('each sample of a profile run is passed on, with its run', async () => {
  const seen: [number, string][] = [];
  const planned: Partial<PlannedRun> = { kind: 'profile', isSampled: true };
  const { result } = await run('allocates-37-mib', planned, 7, {
    onSample: (index, { kind }) => {
      seen.push([index, kind]);
    },
  });
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).toEqual(Array(result.sampling?.count).fill([7, 'profile']));
});

test('a profile run notes what was buffered, drains, collections, and when the main thread was blocked', async () => {
  const planned: Partial<PlannedRun> = { kind: 'profile', isSampled: true };
  const { result } = await run('blocks-and-drains', planned);
  const { timeline, collections = [] } = result;
  expect(Math.max(...(timeline?.bufferedBytes?.sink ?? []).map((bytes) => bytes ?? 0))).toBe(3 * 1024);
  expect(timeline?.drains?.reduce((sum, drains) => sum + drains, 0)).toBe(result.counters?.sink?.drains);
  const [longest] = [...(timeline?.blocked ?? [])].sort(
    (one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs),
  );
  const lengthMs = (longest?.toMs ?? 0) - (longest?.fromMs ?? 0);
  // Between two samples it may have been blocked for a little longer than both show.
  expect(lengthMs).toBeGreaterThan(200);
  expect(lengthMs).toBeLessThanOrEqual(result.durationMs ?? 0);
  const major = collections.filter(({ kind }) => kind === 'major');
  expect(major.length).toBeGreaterThan(0);
  expect(major.at(-1)?.atMs).toBeGreaterThanOrEqual(longest?.fromMs ?? 0);
});

test('other runs note none of it', async () => {
  for (const planned of [{}, { kind: 'stable', isSampled: true }] as const) {
    const { result } = await run('blocks-and-drains', planned);
    expect(result).not.toHaveProperty('collections');
    expect(result.timeline ?? {}).not.toHaveProperty('blocked');
  }
});

test('each run has its own empty folder, which is removed afterwards', async () => {
  const folders = [await folderOf('throws-in-run'), await folderOf('throws-in-run')];
  expect(new Set(folders).size).toBe(2);
  expect(folders.map((folder) => existsSync(folder))).toEqual([false, false]);
});

test('a folder that cannot be removed is said, and is not a fault of the run', async () => {
  const busy = new Error('EBUSY: another program has a file open');
  vi.mocked(removeFolder).mockImplementationOnce((folder) => {
    rmSync(folder, { recursive: true });
    return busy;
  });
  const onNotRemoved = vi.fn();
  const { result } = await run('leaves-a-file', {}, 0, { onNotRemoved });
  expect(result.outcome).toEqual({ state: 'completed' });
  expect(onNotRemoved.mock.calls).toEqual([[expect.stringContaining('tidemark-run-'), busy]]);
});

test('a run whose folder cannot be made is a crash that says so, and the next is made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-test-'));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const runs = await openRuns('leaves-a-file');
  vi.stubEnv('TMPDIR', file);
  const { result } = await runs(0);
  expect(result.outcome).toMatchObject({
    state: 'crashed',
    phase: 'start',
    reason: expect.stringMatching(/no temporary folder can be made in .*file: E/),
  });
  vi.unstubAllEnvs();
  expect((await runs(1)).result.outcome).toEqual({ state: 'completed' });
  rmSync(folder, { recursive: true });
});

test('a run whose program was changed or removed by an earlier one has the program that was compiled', async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
  mkdirSync(join(folder, 'node_modules'));
  const file = join(folder, 'own.mjs');
  writeFileSync(file, 'export default { run() {} };');
  const [scenario] = await loadScenarios([file]);
  const module = fileURLToPath(scenario?.url ?? '');
  const runs = await openRuns(file);
  writeFileSync(module, 'export default { run() { throw new Error("changed"); } };');
  expect((await runs(0)).result.outcome).toEqual({ state: 'completed' });
  rmSync(dirname(module), { recursive: true });
  expect((await runs(1)).result.outcome).toEqual({ state: 'completed' });
  rmSync(folder, { recursive: true });
});

test('a failed run does not affect the next', async () => {
  const settings = { timeoutMs: 2000, maxMemoryBytes: 200 * MiB };
  const states: string[] = [];
  for (const name of [
    'loops-forever',
    'allocates-beyond-limit',
    'kills-itself',
    'throws-null',
    'leaves-a-file',
  ]) {
    states.push((await run(name, {}, states.length, settings)).result.outcome.state);
  }
  expect(states).toEqual(['timed-out', 'over-limit', 'crashed', 'crashed', 'completed']);
});

async function run(
  name: string,
  planned: Partial<PlannedRun> = {},
  index = 0,
  settings: Partial<RunnerSettings> = {},
  side?: Subject['side'],
) {
  return (await openRuns(name, planned, settings, side))(index);
}

async function openRuns(
  name: string,
  planned: Partial<PlannedRun> = {},
  settings: Partial<RunnerSettings> = {},
  side?: Subject['side'],
) {
  const [scenario] = await loadScenarios([isAbsolute(name) ? name : fixturePath(name)]);
  if (scenario === undefined) throw new Error(`there is no fixture ${name}`);
  const own = { case: { scenario, parameters: {} }, execPath: process.execPath, node: process.version };
  const subject = { ...own, ...(side !== undefined && { side }) };
  const makeRun = makeRunner({
    flags: [],
    sampleIntervalMs: 10,
    timeoutMs: 50 * 1000,
    maxMemoryBytes: 4096 * MiB,
    environmentVariables: [],
    signal: new AbortController().signal,
    onRss: () => {},
    onSample: () => {},
    ...settings,
  });
  const defaults = { key: name, kind: 'measure', isSampled: false, rounds: 1, flags: [] } as const;
  return (index: number) => makeRun({ ...defaults, subject, parameters: {}, ...planned }, index);
}

/** The command that reproduces a failed run contains its folder. */
async function folderOf(name: string): Promise<string> {
  const { result } = await run(name);
  const folder = /"tempDir":"([^"]+)"/.exec(result.reproduce ?? '')?.[1];
  if (folder === undefined) throw new Error('it has not failed');
  return folder;
}
