import { expect, test } from 'vitest';
import { startBackgroundLoad } from './background-load.ts';

test('a background load is there until it is ended', async () => {
  const { pid = 0, end } = await startBackgroundLoad();
  expect(process.kill(pid, 0)).toBe(true);
  await end();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
