import { expect, test } from 'vitest';
import { caseKey, groupByScenario, majorOf, nameScenario } from './case-key.ts';
import { makeCase } from './test/builders.ts';

const CASE = makeCase({ scenario: 'upload', file: 'bench/upload.ts', parameters: { a: 1, b: 'x' } });

test('a case has the same key on another machine: by scenario, file, parameters and Node major', () => {
  const elsewhere = makeCase({ ...CASE, parameters: { b: 'x', a: 1 }, node: 'v20.1.0', title: 'Other' });
  expect(caseKey(elsewhere)).toBe(caseKey(CASE));
});

test.each([
  ['scenario', { scenario: 'download' }],
  ['file', { file: 'other/upload.ts' }],
  ['parameters', { parameters: { a: 2, b: 'x' } }],
  ['Node major', { node: '22.0.0' }],
])('a case of another %s has another key', (_what, other) => {
  expect(caseKey({ ...CASE, ...other })).not.toBe(caseKey(CASE));
});

test('what the sides differ in on purpose is not part of the key', () => {
  const intended = new Set(['node', 'parameter.a'] as const);
  const other = { ...CASE, node: '22.0.0', parameters: { a: 2, b: 'x' } };
  expect(caseKey(other, intended)).toBe(caseKey(CASE, intended));
});

test('only a name that two files have is shown with its path', () => {
  const other = { ...CASE, file: 'other/upload.ts' };
  const shipped = makeCase({ scenario: 'upload' });
  expect(nameScenario(CASE, [CASE, CASE])).toBe('upload');
  expect(nameScenario(CASE, [CASE, other])).toBe('upload (bench/upload.ts)');
  expect(nameScenario(shipped, [CASE, shipped])).toBe('upload (tidemark)');
});

test('scenarios of one name from two files are two groups', () => {
  const other = { ...CASE, file: 'other/upload.ts' };
  expect(groupByScenario([CASE, other, CASE])).toEqual([[CASE, CASE], [other]]);
});

test.each([
  ['v24.1.0', '24'],
  ['24.1.0', '24'],
  ['24', '24'],
])('the major of %s is %s', (version, major) => {
  expect(majorOf(version)).toBe(major);
});
