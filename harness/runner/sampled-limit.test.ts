import { expect, test, vi } from 'vitest';
import { runFixture } from '../test/fixtures/support/run-fixture.ts';

vi.mock('./process-monitor.ts', async (original) => ({
  ...(await original<typeof import('./process-monitor.ts')>()),
  monitorProcess: () => ({ stop: () => ({ samples: 0 }) }),
}));

const MiB = 1024 * 1024;

test('where the system does not say what a process takes, its samples do: a run is held to its limit', async () => {
  // No Node takes so little: the first sample is beyond it.
  const maxMemoryBytes = 10 * MiB;
  const { outcome } = await runFixture('allocates-37-mib', { mode: 'profile', maxMemoryBytes });
  expect(outcome).toMatchObject({ state: 'over-limit', limitBytes: maxMemoryBytes });
});
