import { expect, test } from 'vitest';
import { describeError } from './describe-error.ts';

class ThrowingName extends Error {
  override get name(): string {
    throw new Error('no name');
  }
}
const withMessage = (message: unknown): Error => Object.assign(new Error(), { message });

test.each<[string, unknown, { readonly name: string; readonly message: string }]>([
  ['an error', new TypeError('no such file'), { name: 'TypeError', message: 'no such file' }],
  ['null', null, { name: 'thrown value', message: 'null' }],
  ['a string', 'no', { name: 'thrown value', message: 'no' }],
  ['a symbol', Symbol('no'), { name: 'thrown value', message: 'Symbol(no)' }],
  ['an object', { code: 5 }, { name: 'thrown value', message: '{ code: 5 }' }],
  [
    'an object without a prototype',
    Object.create(null),
    { name: 'thrown value', message: '[Object: null prototype] {}' },
  ],
  [
    'an error whose message is an object',
    withMessage({ code: 5 }),
    { name: 'Error', message: '{ code: 5 }' },
  ],
  ['an error whose message is missing', withMessage(undefined), { name: 'Error', message: '' }],
  [
    'an error whose name is a BigInt',
    Object.assign(new Error('the reason'), { name: 5n }),
    { name: '5n', message: 'the reason' },
  ],
  ['an error whose name throws', new ThrowingName('the reason'), { name: 'Error', message: 'the reason' }],
])('%s has a name and a message that can be stored', (_, thrown, described) => {
  expect(describeError(thrown)).toMatchObject(described);
});

test('a value that throws when it is looked at is described too', () => {
  const hostile = new Proxy(
    {},
    {
      getPrototypeOf: () => {
        throw new Error('no');
      },
    },
  );
  expect(describeError(hostile).name).toBe('thrown value');
});

test('the code and the stack are kept if they are text', () => {
  const error = Object.assign(new Error('full'), { code: 'ENOSPC' });
  expect(describeError(error)).toMatchObject({ code: 'ENOSPC', stack: error.stack });
  expect(describeError(Object.assign(new Error('full'), { code: 5, stack: [] }))).toEqual({
    name: 'Error',
    message: 'full',
  });
});

test('a message of 2 MiB keeps its beginning, and its stack the frames', () => {
  const error = new Error(`the reason ${'x'.repeat(2 ** 21)}`);
  const { message, stack } = describeError(error);
  expect(message).toMatch(/^the reason x+ … \d+ characters … x+$/);
  expect(stack).toMatch(/^Error: the reason x+ … \d+ characters … .*\n\s+at /s);
  expect(message.length + (stack?.length ?? 0)).toBeLessThan(20 * 1024);
});
