import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { identifyThisProcess, isGone } from './process-identity.ts';

const SELF = identifyThisProcess();

test('a process is there until it has ended', async () => {
  expect(isGone(SELF)).toBe(false);
  const child = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  const other = { ...SELF, pid: child.pid ?? 0, startedAtTicks: 0 };
  expect(isGone(other)).toBe(false);
  child.stdin?.end();
  await once(child, 'exit');
  expect(isGone(other)).toBe(true);
});

test.skipIf(SELF.startedAtTicks === 0)(
  'a process that has the number of one that has ended is another',
  () => {
    expect(isGone({ ...SELF, startedAtTicks: SELF.startedAtTicks - 1 })).toBe(true);
  },
);

test('of a process of another machine it is not known', () => {
  expect(isGone({ ...SELF, host: '00000000', startedAtTicks: 1 })).toBe(false);
});
