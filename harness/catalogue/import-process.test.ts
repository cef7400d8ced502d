import { expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { ImportProcess } from './import-process.ts';

vi.mock('../processes/die-with-parent.ts', async (original) => ({
  ...(await original<typeof import('../processes/die-with-parent.ts')>()),
  withParentDeathSignal: () => ['/no/such/program', []],
}));

test('where the system starts no process, that is said, and not that the scenario has side effects', async () => {
  const module = { source: 'file:///a/b.ts', url: 'file:///c/d.mjs' };
  const refused: unknown = await new ImportProcess(1000).import(module).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UsageError);
  expect(refused).toMatchObject({
    message: 'no process could be started to load scenarios: spawn /no/such/program ENOENT',
    hint: expect.stringContaining('check its limits of processes and memory'),
  });
});
