import { expect, test } from 'vitest';
import type { Conditions } from '../store/results-folder.ts';
import { describeDifferences } from './conditions.ts';

const BEFORE: Conditions = {
  tool: '1.0.0',
  programs: { 'upload.bench.ts': 'aaaa', 'await-drain': 'bbbb' },
  nodes: [{ execPath: '/usr/bin/node', node: '22.1.0', v8: '12.4' }],
  machine: { platform: 'linux', arch: 'x64', cpuModel: 'A', cpuCount: 2, memoryBytes: 8_000_000_000 },
};
const with22 = { execPath: '/usr/bin/node', node: '22.2.0', v8: '12.4' };

test('the same conditions have no differences, with a little more memory or in another order', () => {
  expect(describeDifferences(BEFORE, BEFORE)).toEqual([]);
  const programs = { 'await-drain': 'bbbb', 'upload.bench.ts': 'aaaa' };
  const machine = { ...BEFORE.machine, memoryBytes: 8_010_000_000 };
  expect(describeDifferences(BEFORE, { ...BEFORE, programs, machine })).toEqual([]);
});

test.each<[string, Partial<Conditions>, string]>([
  [
    'a program that was edited',
    { programs: { ...BEFORE.programs, 'upload.bench.ts': 'cccc' } },
    'the scenario upload.bench.ts has been changed',
  ],
  ['a program that is gone', { programs: { 'await-drain': 'bbbb' } }, 'the scenario upload.bench.ts is gone'],
  [
    'a program that was added to a folder',
    { programs: { ...BEFORE.programs, 'new.bench.ts': 'dddd' } },
    'the scenario new.bench.ts is new',
  ],
  [
    'another Node',
    { nodes: [with22] },
    'Node is 22.2.0 (/usr/bin/node, V8 12.4), and was 22.1.0 (/usr/bin/node, V8 12.4)',
  ],
  ['another tidemark', { tool: '1.1.0' }, 'tidemark is 1.1.0, and was 1.0.0'],
  [
    'another processor',
    { machine: { ...BEFORE.machine, cpuModel: 'B' } },
    'cpuModel of the machine is B, and was A',
  ],
  [
    'half of the memory',
    { machine: { ...BEFORE.machine, memoryBytes: 4_000_000_000 } },
    'memoryBytes of the machine is 4000000000, and was 8000000000',
  ],
])('%s is named', (_, change, sentence) => {
  expect(describeDifferences(BEFORE, { ...BEFORE, ...change })).toEqual([sentence]);
});
