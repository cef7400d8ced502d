import { expect, test } from 'vitest';
import { suggestWord } from './suggest-word.ts';

test('a word is suggested where it is close, and only there', () => {
  expect(suggestWord('highWatermark', ['volume', 'highWaterMark'])).toBe('did you mean highWaterMark?');
  expect(suggestWord('sink', ['volume', 'highWaterMark'])).toBeUndefined();
  expect(suggestWord('sink', [])).toBeUndefined();
});

test('a word is suggested by its beginning, whatever the case', () => {
  expect(suggestWord('peakRSS', ['peakBufferedBytes', 'peakRssBytes'])).toBe('did you mean peakRssBytes?');
  expect(suggestWord('abc', ['abcdefghijkl'])).toBeUndefined();
});
