import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../scenario.ts';
import { trackLivePeak } from './live-peak.ts';

const used = (externalBytes: number, heapUsedBytes = 4 * MiB) => ({ externalBytes, heapUsedBytes });

describe('trackLivePeak', () => {
  test('a rise of external memory by more than 0.5 MiB can be a new peak', () => {
    const peak = trackLivePeak();
    peak.add(used(2 * MiB));
    expect(peak.canBeHigher(used(2.5 * MiB))).toBe(false);
    expect(peak.canBeHigher(used(2.5 * MiB + 1))).toBe(true);
  });

  test('above a peak of 12.5 MiB, the rise is a share of it: 4 MiB of 100 MiB', () => {
    const peak = trackLivePeak();
    peak.add(used(100 * MiB));
    expect(peak.canBeHigher(used(104 * MiB))).toBe(false);
    expect(peak.canBeHigher(used(104 * MiB + 1))).toBe(true);
  });

  test('the heap alone can be higher, by more than 2 MiB', () => {
    const peak = trackLivePeak();
    peak.add(used(100 * MiB, 4 * MiB));
    expect(peak.canBeHigher(used(0, 6 * MiB))).toBe(false);
    expect(peak.canBeHigher(used(0, 6 * MiB + 1))).toBe(true);
  });

  test('memory that was released and is used again is not a new peak', () => {
    const peak = trackLivePeak();
    peak.add(used(32 * MiB));
    peak.add(used(0));
    expect(peak.canBeHigher(used(33 * MiB))).toBe(false);
  });

  test('of a flood by 64 KiB, at most 4 % are not read, and at most 1 MiB of its first 25 MiB', () => {
    const peak = trackLivePeak();
    let readBytes = 0;
    peak.add(used(0));
    for (let liveBytes = 0; liveBytes <= 128 * MiB; liveBytes += 64 * KiB) {
      if (peak.canBeHigher(used(liveBytes))) {
        peak.add(used(liveBytes));
        readBytes = liveBytes;
      }
      expect(liveBytes - readBytes).toBeLessThanOrEqual(Math.max(MiB, 0.04 * liveBytes));
    }
  });
});
