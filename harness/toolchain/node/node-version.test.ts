import { expect, test } from 'vitest';
import { compareNewestFirst, parseRequest, parseVersion, reaches, satisfies } from './node-version.ts';

test.each([
  ['20', [20]],
  ['v22', [22]],
  ['20.19', [20, 19]],
  ['v20.19.0', [20, 19, 0]],
])('%s is a request', (word, parts) => {
  expect(parseRequest(word)).toEqual(parts);
});

test.each(['', 'v', 'banana', '20.', '20.x', '.20', '20.19.0.1', '-20', '20 ', '1e3', '22.0.0-nightly'])(
  '%j is not a request',
  (word) => {
    expect(parseRequest(word)).toBeUndefined();
  },
);

test('a version has all three parts', () => {
  expect(parseVersion('v22.1.0')).toEqual([22, 1, 0]);
  for (const word of ['22', '22.1', 'lts', '23.0.0-rc.1']) expect(parseVersion(word)).toBeUndefined();
});

test('a request is satisfied by every version that has its parts', () => {
  expect(satisfies([20, 19, 3], [20])).toBe(true);
  expect(satisfies([20, 19, 3], [20, 19])).toBe(true);
  expect(satisfies([20, 19, 3], [20, 19, 3])).toBe(true);
  expect(satisfies([20, 19, 3], [20, 19, 0])).toBe(false);
  expect(satisfies([20, 19, 3], [20, 1])).toBe(false);
  expect(satisfies([2, 0, 0], [20])).toBe(false);
});

test('versions are sorted by number and not by letter, the newest first', () => {
  const versions = ['9.11.2', '20.9.0', '20.19.0', '100.0.0', '20.19.10', '20.19.9'];
  const sorted = versions
    .map((word) => parseVersion(word) ?? [0, 0, 0])
    .sort((a, b) => compareNewestFirst([a[0], a[1], a[2]], [b[0], b[1], b[2]]))
    .map((parts) => parts.join('.'));
  expect(sorted).toEqual(['100.0.0', '20.19.10', '20.19.9', '20.19.0', '20.9.0', '9.11.2']);
});

test('a request reaches a version if one that is not older can satisfy it', () => {
  for (const request of [[20], [20, 19], [20, 19, 0], [21, 0, 0]] as const) {
    expect(reaches(request, [20, 19, 0])).toBe(true);
  }
  for (const request of [[18], [20, 18], [20, 18, 99]] as const) {
    expect(reaches(request, [20, 19, 0])).toBe(false);
  }
});
