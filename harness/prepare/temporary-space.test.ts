import { expect, test } from 'vitest';
import { bytes, MiB, volume } from '../scenario.ts';
import { makeScenario } from '../test/builders.ts';
import { describeLittleSpace } from './temporary-space.ts';

const caseOf = (volumeBytes: number) => ({
  scenario: makeScenario({ parameters: { size: bytes([1024 * MiB]), amount: volume(volumeBytes) } }),
  parameters: { size: 1024 * MiB, amount: volumeBytes },
});
const CASES = [caseOf(4 * MiB), caseOf(256 * MiB), { scenario: makeScenario(), parameters: {} }];

test('less free space than the largest volume is said before the first run, and what can be done', () => {
  expect(describeLittleSpace(CASES, '/tmp', 128 * MiB)).toBe(
    '! /tmp has 128 MiB free, less than the largest volume, 256 MiB: for scenarios that write it to a file, set ' +
      'TMPDIR to a folder with more, or use smaller volumes',
  );
});

test('nothing is said where there is room, no volume, or a folder about which nothing is known', () => {
  expect(describeLittleSpace(CASES, '/tmp', 256 * MiB)).toBeUndefined();
  expect(describeLittleSpace([], '/tmp', 0)).toBeUndefined();
  expect(describeLittleSpace(CASES, '/none')).toBeUndefined();
});
