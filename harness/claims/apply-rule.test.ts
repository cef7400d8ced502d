import { describe, expect, test } from 'vitest';
import { applyRule } from './apply-rule.ts';
import type { Claim, Ruling } from './claim.ts';

type AnyClaim = Claim<Readonly<Record<string, number | string>>>;

const CLAIM: AnyClaim = {
  ...{ statement: 'It is twice as fast.', source: [], measured: ['ratio'] },
  rule: ({ recorded: { ratio = 0 } }) => ({
    verdict: ratio >= 2 ? 'true' : 'false',
    reading: `${ratio} times`,
  }),
};

const readingsOf = (recorded: Readonly<Record<string, number>>) => ({
  ...{ parameters: {}, counters: {}, recorded },
});

describe('a measured reading', () => {
  test('that is 10 % above the edge of the rule is at the edge', () => {
    expect(applyRule(CLAIM, readingsOf({ ratio: 2.2 }))).toEqual({
      ...{ verdict: 'true', reading: '2.2 times' },
      edges: [{ reading: 'ratio', value: 2.2, change: 'less', verdict: 'false' }],
    });
  });

  test('that is 10 % below the edge of the rule is at the edge', () => {
    // 1.82 × 1.1 = 2.002.
    const { verdict, edges } = applyRule(CLAIM, readingsOf({ ratio: 1.82 }));
    expect({ verdict, edges }).toEqual({
      verdict: 'false',
      edges: [{ reading: 'ratio', value: 1.82, change: 'more', verdict: 'true' }],
    });
  });

  test('that is further away than that is not', () => {
    // 2.23 × 0.9 = 2.007, 1.81 × 1.1 = 1.991.
    expect(applyRule(CLAIM, readingsOf({ ratio: 2.23 }))).toEqual({ verdict: 'true', reading: '2.23 times' });
    expect(applyRule(CLAIM, readingsOf({ ratio: 1.81 }))).toEqual({
      verdict: 'false',
      reading: '1.81 times',
    });
  });

  test('that was not recorded is an error', () => {
    expect(() => applyRule(CLAIM, readingsOf({}))).toThrow("claim.measured: 'ratio' was not recorded");
  });
});

test('a counted reading is exact: it has no edge', () => {
  expect(applyRule({ ...CLAIM, measured: [] }, readingsOf({ ratio: 2 }))).toEqual({
    ...{ verdict: 'true', reading: '2 times' },
  });
});

test('where a Node has nothing to test, no measured reading is missing', () => {
  const claim: AnyClaim = {
    ...CLAIM,
    rule: ({ recorded: { isThere = 0 } }) =>
      isThere === 0 ? { verdict: 'not tested', reading: 'there is no sea' } : CLAIM.rule(readingsOf({})),
  };
  expect(applyRule(claim, readingsOf({ isThere: 0 }))).toEqual({
    verdict: 'not tested',
    reading: 'there is no sea',
  });
});

test('a condition is only that of a claim that is partly true', () => {
  const always = (verdict: Ruling['verdict']): AnyClaim => ({
    ...{ statement: '', source: [], rule: () => ({ verdict, condition: 'at night', reading: 'dark' }) },
  });
  expect(applyRule(always('true'), readingsOf({}))).toEqual({ verdict: 'true', reading: 'dark' });
  expect(applyRule(always('partly'), readingsOf({}))).toHaveProperty('condition', 'at night');
});

test.each([
  [undefined, "must return the verdict 'true', 'false', 'partly' or 'not tested', not undefined"],
  [{ verdict: true, reading: 'x' }, "'partly' or 'not tested', not true"],
  [Promise.resolve({ verdict: 'true', reading: 'x' }), 'not a promise: it must not be async'],
  [{ verdict: 'not tested' }, 'must return the readings that decide'],
  [{ verdict: 'true' }, 'must return the readings that decide'],
  [{ verdict: 'partly', reading: 'x' }, 'must return the condition'],
  [{ verdict: 'true', reading: 'x', measured: ['ratio'] }, 'and no measured: that is a key of claim'],
  [{ verdict: 'true', reading: 'x', source: [] }, 'and no source'],
])('a rule that returns %j is refused', (returned, message) => {
  const claim = { ...CLAIM, measured: [], rule: () => returned as Ruling };
  expect(() => applyRule(claim, readingsOf({}))).toThrow(message);
});
