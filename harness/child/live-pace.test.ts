import { describe, expect, test } from 'vitest';
import { startLivePace } from './live-pace.ts';

const reading = (requestedAtMs: number, costMs: number) => ({
  requestedAtMs,
  answeredAtMs: requestedAtMs + costMs,
  costMs,
});

describe('startLivePace', () => {
  test('a reading is due 3 ms after the last one was answered', () => {
    const pace = startLivePace();
    expect(pace.isDue(100)).toBe(true);
    pace.add(reading(100, 2));
    expect(pace.isDue(104.9)).toBe(false);
    expect(pace.isDue(105)).toBe(true);
  });

  test('a program that was stopped for 40 ms runs for 40 ms', () => {
    const pace = startLivePace();
    pace.add(reading(100, 40));
    expect(pace.isDue(179)).toBe(false);
    expect(pace.isDue(180)).toBe(true);
  });

  test('what an early reading takes does not count as time of the program', () => {
    const pace = startLivePace();
    pace.add(reading(100, 4));
    pace.add(reading(105, 4));
    expect(pace.isDue(112)).toBe(false);
    expect(pace.isDue(113)).toBe(true);
  });

  test('asks each 0.25 ms, until readings that were not due have taken 120 ms and a quarter of the time', () => {
    const pace = startLivePace();
    pace.add(reading(0, 4));
    for (let early = 1; early <= 36; early += 1) pace.add(reading(5 * early, 4));
    // 144 ms of early readings in 185 ms: 166 ms would be too many.
    expect(pace.pauseMs(185)).toBe(0.25);
    for (let early = 37; early <= 43; early += 1) pace.add(reading(5 * early, 4));
    // 176 ms, and no more than 174.5 in 218. It was answered at 222, so that the next one is due at 226.
    pace.add(reading(218, 4));
    expect(pace.pauseMs(222.5)).toBe(3.5);
    expect(pace.pauseMs(226)).toBe(0);
    pace.add(reading(260, 4));
    expect(pace.pauseMs(266)).toBe(0.25);
  });

  test('readings that are due can take any time', () => {
    const pace = startLivePace();
    for (let atMs = 0; atMs < 10_000; atMs += 10) pace.add(reading(atMs, 5));
    expect(pace.pauseMs(9_996)).toBe(0.25);
  });
});
