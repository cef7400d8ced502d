import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../harness/package-root.ts';
import { makeCheckout } from './checkout.ts';
import { type Guard, removeGuard } from './guard.ts';
import { GUARDS } from './guards.ts';

const guard: Guard = { name: 'it', file: 'a.ts', guarded: 'if (no) return;', without: '', tests: [] };

describe('removeGuard', () => {
  test('replaces the text of the guard, whatever characters replace it', () => {
    expect(removeGuard({ ...guard, without: '$&' }, 'a; if (no) return; b;')).toBe('a; $& b;');
  });

  test.each(['a;', 'if (no) return; if (no) return;'])(
    'throws an Error if it does not occur once: %s',
    (text) => {
      expect(() => removeGuard(guard, text)).toThrow(/'it' occurs [02] times in a.ts, not once/);
    },
  );
});

test('each guard is in the code, and can be removed', () => {
  for (const one of GUARDS) {
    const text = readFileSync(join(packageRoot, one.file), 'utf8');
    expect(removeGuard(one, text)).not.toBe(text);
  }
});

test('each guard has a name of its own, and tests that exist', () => {
  expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  for (const { tests } of GUARDS) {
    expect(tests).not.toEqual([]);
    for (const file of tests) expect(existsSync(join(packageRoot, file)), file).toBe(true);
  }
});

/** All of them take many minutes: `npm run test:guards`. */
test('a test fails without a guard, and passes with it', () => {
  const one = GUARDS.find(({ name }) => name === 'records that are out of order are not complete') as Guard;
  const checkout = makeCheckout();
  try {
    expect(checkout.testWithout(one)?.failed).toBeGreaterThan(0);
    expect(checkout.test(one.tests)).toMatchObject({ failed: 0 });
  } finally {
    checkout.remove();
  }
});
