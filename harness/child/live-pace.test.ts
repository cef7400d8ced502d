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

  test('asks each 0.25 ms, until readings that were not due have taken 500 ms', () => {
    const pace = startLivePace();
    pace.add(reading(0, 5));
    for (let early = 1; early < 100; early += 1) pace.add(reading(6 * early, 5));
    expect(pace.pauseMs(600)).toBe(0.25);
    pace.add(reading(600, 5));
    // The last one was answered at 605 and cost 5 ms, so that the next one is due at 610.
    expect(pace.pauseMs(606)).toBe(4);
    expect(pace.pauseMs(700)).toBe(0);
  });

  test('readings that are due can take any time', () => {
    const pace = startLivePace();
    for (let atMs = 0; atMs < 10_000; atMs += 10) pace.add(reading(atMs, 5));
    expect(pace.pauseMs(10_000)).toBe(0.25);
  });
});
