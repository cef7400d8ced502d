import { expect, test } from 'vitest';
import { TimeAnnouncer } from './announce-time.ts';

const S = 1000;

test('the time is said once it is known, and not again while it is about right', () => {
  const announcer = new TimeAnnouncer();
  const said = [Number.NaN, 90 * S, 80 * S, 120 * S, 90 * S].map((totalMs) => announcer.announce(totalMs));
  expect(said).toEqual([undefined, 'it will take about 1 min 30 s in all', ...Array(3).fill(undefined)]);
});

test('it is corrected when it was wrong by half, in both directions', () => {
  const announcer = new TimeAnnouncer();
  expect([60, 90, 130, 135, 60].map((seconds) => announcer.announce(seconds * S))).toEqual([
    'it will take about 1 min in all',
    'it will take about 1 min 30 s in all, not 1 min',
    undefined,
    'it will take about 2 min 15 s in all, not 1 min 30 s',
    'it will take about 1 min in all, not 2 min 15 s',
  ]);
});

test('nothing is said of a few seconds', () => {
  expect(new TimeAnnouncer().announce(9 * S)).toBeUndefined();
});
