import { expect, test } from 'vitest';
import { dyingWithParent, hasPdeathsig } from './die-with-parent.ts';

test.runIf(hasPdeathsig())(
  'where the system can be requested, a command is started by way of setpriv',
  () => {
    expect(dyingWithParent('node', ['--version'])).toEqual([
      'setpriv',
      ['--pdeathsig', 'KILL', '--', 'node', '--version'],
    ]);
  },
);

test.skipIf(hasPdeathsig())('where it cannot, a command is started as it is', () => {
  expect(dyingWithParent('node', ['--version'])).toEqual(['node', ['--version']]);
});
