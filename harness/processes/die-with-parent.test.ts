import { expect, test } from 'vitest';
import { hasParentDeathSignal, withParentDeathSignal } from './die-with-parent.ts';

test.runIf(hasParentDeathSignal())(
  'where the system supports a parent death signal, a command is started through setpriv',
  () => {
    expect(withParentDeathSignal('node', ['--version'])).toEqual([
      'setpriv',
      ['--pdeathsig', 'KILL', '--', 'node', '--version'],
    ]);
  },
);

test.skipIf(hasParentDeathSignal())('elsewhere a command is started directly', () => {
  expect(withParentDeathSignal('node', ['--version'])).toEqual(['node', ['--version']]);
});
