import { expect, test } from 'vitest';
import { matchWords } from './match-words.ts';

const match = (words: readonly string[], typed: string, onlyExtends?: boolean) =>
  matchWords(
    words.map((word) => ({ word })),
    typed,
    onlyExtends,
  ).map(({ word }) => word);

test('what begins with the typed letters comes before what does so in another case', () => {
  expect(match(['sink', 'Sink', 'source'], 'S')).toEqual(['Sink']);
  expect(match(['highWaterMark'], 'HIGH')).toEqual(['highWaterMark']);
});

test.each([
  ['hw', 'highWaterMark'],
  ['hwm', 'highWaterMark'],
  ['hiMa', 'highWaterMark'],
  ['ig-d', 'ignore-drain'],
  ['idr', 'ignore-drain'],
])('%s is an abbreviation of %s', (typed, word) => {
  expect(match([word, 'volume'], typed)).toEqual([word]);
});

test.each(['wm', 'gw', 'hx', 'highWaterMarks'])('%s is not an abbreviation of highWaterMark', (typed) => {
  expect(match(['highWaterMark'], typed)).toEqual([]);
});

test('nothing typed means all, in their order', () => {
  expect(match(['b', 'a'], '')).toEqual(['b', 'a']);
});

test('a shell that inserts the common beginning never shortens what was typed', () => {
  expect(match(['bufferSize', 'backlogSize'], 'bs')).toEqual(['bufferSize', 'backlogSize']);
  expect(match(['bufferSize', 'backlogSize'], 'bs', true)).toEqual([]);
  expect(match(['bufferSize', 'backlogSize'], 'b', true)).toEqual(['bufferSize', 'backlogSize']);
  expect(match(['highWaterMark', 'highWatt'], 'hw', true)).toEqual(['highWaterMark', 'highWatt']);
});
