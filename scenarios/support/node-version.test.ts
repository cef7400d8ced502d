import { expect, test } from 'vitest';
import { isNodeSince } from './node-version.ts';

test.each([
  ['24.17.9', false],
  ['24.18.0', true],
  ['24.21.0', true],
  ['26.2.0', false],
  ['26.12.1', true],
  ['22.23.3', false],
  // Not a release line of its own here: what came late to 24 may not have come to it.
  ['25.9.0', false],
  ['28.0.0', true],
])('%s has what came with 24.18 and 26.3: %s', (running, has) => {
  expect(isNodeSince(['24.18', '26.3'], running)).toBe(has);
});
