import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeRefused, EXIT } from './errors.ts';

const refuse = (code: string): Error =>
  Object.assign(new Error(`${code}: refused, open 'a'`), { code, syscall: 'open' });

test.each([
  ['EMFILE', 'too many files are open: raise the limit, such as with ulimit -n 1024', EXIT.usage],
  ['EACCES', 'check that the file or folder can be reached, and its permissions', EXIT.usage],
  ['ENAMETOOLONG', 'give a shorter path', EXIT.usage],
  ['ENOSPC', 'check the free space and the permissions of that folder', EXIT.resultsNotWritten],
  ['EROFS', 'check the free space and the permissions of that folder', EXIT.resultsNotWritten],
])(
  'what the system refuses with %s is not an error of tidemark, wherever it comes',
  (code, hint, exitCode) => {
    expect(describeRefused(refuse(code))).toEqual({
      message: `${code}: refused, open 'a'`,
      hint,
      exitCode,
    });
  },
);

test('an error of tidemark itself stays one', () => {
  const errors = [new Error('EACCES'), new TypeError('x'), 'EACCES', refuse('ENOENT'), refuse('EBADF')];
  expect(errors.map(describeRefused)).toEqual(errors.map(() => undefined));
  try {
    readdirSync('a\0b');
  } catch (error) {
    expect(describeRefused(error)).toBeUndefined();
  }
});
