import { expect, test } from 'vitest';
import { suggestWord } from './suggest-word.ts';

test('a word is suggested only if it is close', () => {
  expect(suggestWord('highWatermark', ['volume', 'highWaterMark'])).toBe('did you mean highWaterMark?');
  expect(suggestWord('sink', ['volume', 'highWaterMark'])).toBeUndefined();
  expect(suggestWord('sink', [])).toBeUndefined();
});

test.each([
  // Two edits are always accepted, a third only from nine letters on.
  ['runs', 'run'],
  ['lst', 'list'],
  ['gates', 'game'],
  ['await-darin', 'await-drain'],
  ['stream-fill-ed', 'stream-file'],
])('%s suggests %s', (word, expected) => {
  expect(suggestWord(word, ['something-else', expected])).toBe(`did you mean ${expected}?`);
});

test('nothing is suggested for a word of which every letter would be replaced', () => {
  expect(suggestWord('V', ['by', 'x'])).toBeUndefined();
  expect(suggestWord('ab', ['by'])).toBeUndefined();
});

test('a word of which half of the letters are others is not meant', () => {
  expect(suggestWord('nope', ['drain', 'pipe', 'pool'])).toBeUndefined();
  expect(suggestWord('full', ['pool'])).toBeUndefined();
  expect(suggestWord('piep', ['pipe'])).toBe('did you mean pipe?');
});

test('three edits are too many for a short word', () => {
  expect(suggestWord('kitten', ['sitting'])).toBeUndefined();
});

test('of two words that are equally close, the first is suggested', () => {
  expect(suggestWord('bat', ['cat', 'hat'])).toBe('did you mean cat?');
});

test('a word is suggested by its beginning, whatever the case', () => {
  expect(suggestWord('peakRSS', ['peakBufferedBytes', 'peakRssBytes'])).toBe('did you mean peakRssBytes?');
  expect(suggestWord('abc', ['abcdefghijkl'])).toBeUndefined();
});
