import { expect, test } from 'vitest';
import { describeExitCode } from './exit-code.ts';

test.each([
  [7, '7'],
  [null, 'null'],
  [3221225477, '0xC0000005 (access violation)'],
  [3221225725, '0xC00000FD (stack overflow)'],
  [0x80000003, '0x80000003'],
])('an exit code of %s is %s', (code, text) => {
  expect(describeExitCode(code)).toBe(text);
});
