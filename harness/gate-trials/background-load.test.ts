import { expect, test } from 'vitest';
import { startNeighbour } from './background-load.ts';

test('a neighbour is there until it is ended', async () => {
  const { pid = 0, end } = await startNeighbour();
  expect(process.kill(pid, 0)).toBe(true);
  await end();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
