import { describe, expect, test } from 'vitest';
import type { MemoryReading } from '../../protocol.ts';
import { findLeak, findRetained, ROUNDS } from './judge-retained.ts';

const KiB = 1024;
const START = {
  rssBytes: 0,
  heapTotalBytes: 0,
  heapUsedBytes: 5e6,
  externalBytes: 2e6,
  arrayBuffersBytes: 1e6,
};
const read = (more: Partial<MemoryReading> = {}): MemoryReading => ({ ...START, ...more }) as MemoryReading;
const listRounds = (bytesOf: (round: number) => number): MemoryReading[] =>
  Array.from({ length: ROUNDS }, (_, round) =>
    read({ arrayBuffersBytes: START.arrayBuffersBytes + bytesOf(round) }),
  );

describe('after a run', () => {
  test('pools and caches of Node are not retained by the program', () => {
    expect(
      findRetained(read(), read({ arrayBuffersBytes: START.arrayBuffersBytes + 512 * KiB })),
    ).toBeUndefined();
  });

  test('what exceeds them is, by its kind', () => {
    const more = 512 * KiB + 1;
    const held = read({
      arrayBuffersBytes: START.arrayBuffersBytes + more,
      externalBytes: START.externalBytes + more,
    });
    expect(findRetained(read(), held)).toMatchObject({ what: 'ArrayBuffers', bytes: more });
    const heap = read({ heapUsedBytes: START.heapUsedBytes + 3e6 });
    expect(findRetained(read(), heap)).toMatchObject({ what: 'the V8 heap', bytes: 3e6 });
  });
});

describe('from round to round', () => {
  test('what is level, or was filled in the first three rounds, is not a leak', () => {
    expect(findLeak(listRounds(() => 0))).toBeUndefined();
    expect(findLeak(listRounds((round) => Math.min(round, 3) * 1e6))).toBeUndefined();
  });

  test('a single step is not a leak', () => {
    expect(findLeak(listRounds((round) => (round < 8 ? 0 : 64 * KiB)))).toBeUndefined();
  });

  test('what rises with each round is one, however little', () => {
    const leak = findLeak(listRounds((round) => round * 2 * KiB));
    expect(leak).toMatchObject({ what: 'ArrayBuffers', bytesPerRound: 2 * KiB });
    expect(leak?.values).toHaveLength(ROUNDS - 3);
  });
});
