import { expect, test } from 'vitest';
import { renderFaults } from './render-faults.ts';

const groups = [{ heading: 'Results', promise: 'Nothing is lost.', files: ['harness/store/a.test.ts'] }];

test('each test of a group is a row', () => {
  const tested = [
    {
      file: 'harness/store/a.test.ts',
      tests: [{ titles: ['a disk', 'that is full'] }, { titles: ['a\nb | c'] }],
    },
    { file: 'harness/store/b.test.ts', tests: [{ titles: ['another'] }] },
  ];
  const lines = renderFaults(groups, tested).split('\n');
  expect(lines).toContain('| a disk that is full | [a](store/a.test.ts) |');
  expect(lines).toContain('| a\\\\nb \\| c | [a](store/a.test.ts) |');
  expect(lines[2]).toContain('from the names of 2 tests');
});

test('a file outside of the folder of the page has a link that leads there', () => {
  const file = 'scenarios/support/c.test.ts';
  const page = renderFaults(
    [{ heading: '', promise: '', files: [file] }],
    [{ file, tests: [{ titles: ['c'] }] }],
  );
  expect(page).toContain('| c | [c](../scenarios/support/c.test.ts) |');
});

test('a file that was not run is an Error', () => {
  expect(() => renderFaults(groups, [])).toThrow('harness/store/a.test.ts has no tests, or was not run');
});
