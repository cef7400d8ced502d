import { describe, expect, test } from 'vitest';
import { selectClaims } from './select-claims.ts';

const KNOWN = {
  topics: new Map([
    ['salt', 'sea'],
    ['blue', 'sea'],
    ['high', 'sky'],
  ]),
  notTested: [{ id: 'deep', statement: 'It is deep.', source: [], reason: 'a figure of speech' }],
};
const select = (ids: readonly string[], topics: readonly string[] = []) =>
  selectClaims({ ids, topics }, KNOWN);

test('every claim is selected by default', () => {
  expect(select([])).toEqual({ ids: ['salt', 'blue', 'high'], notTested: KNOWN.notTested, isWhole: true });
});

test('a topic selects its claims', () => {
  expect(select([], ['sea'])).toEqual({ ids: ['salt', 'blue'], notTested: [], isWhole: false });
});

test('an id selects one claim, whether it is tested or not', () => {
  expect(select(['high'])).toEqual({ ids: ['high'], notTested: [], isWhole: false });
  expect(select(['deep'])).toEqual({ ids: [], notTested: KNOWN.notTested, isWhole: false });
});

test('an id and a topic together select what both mean', () => {
  expect(select(['salt', 'high'], ['sky']).ids).toEqual(['high']);
  expect(() => select(['salt'], ['sky'])).toThrow('no claim is selected: salt is not in sky');
});

describe('what does not exist is refused, with a suggestion', () => {
  test.each([
    [['slat'], [], 'there is no claim slat', 'did you mean salt?'],
    [['zzzzzz'], [], 'there is no claim zzzzzz', '`tidemark list --claims` shows all of them'],
    [[], ['see'], 'there is no topic see', 'did you mean sea?'],
    [[], ['zzzzzz'], 'there is no topic zzzzzz', 'available: sea, sky'],
  ])('ids %j, topics %j', (ids, topics, message, hint) => {
    expect(() => select(ids, topics)).toThrow(expect.objectContaining({ message, hint }));
  });
});
