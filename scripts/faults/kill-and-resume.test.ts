import { expect, test } from 'vitest';
import { killAndResume } from './kill-and-resume.ts';

/** Many rounds take minutes: `npm run test:faults`. */
test('an invocation that is killed, twice, is resumed: an edit and a second process change nothing', async () => {
  // When it is killed, what disturbs it, when it is killed again, and what disturbs it then.
  const numbers = [0.35, 0.5, 0.3, 0.1];
  const { faults } = await killAndResume(() => numbers.shift() ?? 0.9);
  expect(faults).toEqual([]);
});
