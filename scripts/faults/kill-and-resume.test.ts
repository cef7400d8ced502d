import { expect, test } from 'vitest';
import { killAndResume } from './kill-and-resume.ts';

/** Many rounds take minutes: `npm run test:faults`. */
test('an invocation that is killed, twice, is resumed: an edit and a second process change nothing', async () => {
  // It is killed after 1 run, a second process disturbs it, it is killed after 3 runs, and an edit disturbs it.
  const numbers = [0.6, 0.5, 0.77, 0.1];
  const { faults } = await killAndResume(() => numbers.shift() ?? 0.9);
  expect(faults).toEqual([]);
});
