import { expect, test } from 'vitest';
import { hasParentDeathSignal, withParentDeathSignal } from './die-with-parent.ts';

test.runIf(hasParentDeathSignal())(
  'where the system can be requested, a command is started by way of setpriv',
  () => {
    expect(withParentDeathSignal('node', ['--version'])).toEqual([
      'setpriv',
      ['--pdeathsig', 'KILL', '--', 'node', '--version'],
    ]);
  },
);

test.skipIf(hasParentDeathSignal())('where it cannot, a command is started as it is', () => {
  expect(withParentDeathSignal('node', ['--version'])).toEqual(['node', ['--version']]);
});
