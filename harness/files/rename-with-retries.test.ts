import { expect, test } from 'vitest';
import { renameWithRetries } from './rename-with-retries.ts';

/** A rename that fails with these codes, and then succeeds; the waits between its attempts. */
function rename(codes: readonly string[], platform: NodeJS.Platform): { attempts: number; waits: number[] } {
  const seen = { attempts: 0, waits: [] as number[] };
  renameWithRetries('from', 'to', {
    platform,
    rename: () => {
      const code = codes[seen.attempts];
      seen.attempts += 1;
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    },
    wait: (ms) => seen.waits.push(ms),
  });
  return seen;
}

test.each(['EPERM', 'EACCES', 'EBUSY'])('on Windows a rename that fails with %s is tried again', (code) => {
  expect(rename([code, code, code], 'win32')).toEqual({ attempts: 4, waits: [10, 20, 40] });
});

test('on Windows the message says that another program has the file open, once 5 s have passed', () => {
  expect(() => rename(Array<string>(100).fill('EPERM'), 'win32')).toThrow(/^another program has to open$/);
});

test('on Windows another failure is reported at once', () => {
  expect(() => rename(['ENOSPC'], 'win32')).toThrow('ENOSPC');
});

test('elsewhere nothing is tried again', () => {
  expect(() => rename(['EPERM'], 'linux')).toThrow('EPERM');
  expect(rename([], 'linux')).toEqual({ attempts: 1, waits: [] });
});
