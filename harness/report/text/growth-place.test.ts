import { describe, expect, test } from 'vitest';
import { KiB, MiB, makeGrowth } from '../../test/builders.ts';
import { describeExplained, describePlace } from './growth-place.ts';

const OUTSIDE = { where: 'outside-watched-streams', metric: 'peakLiveArrayBuffersBytes' } as const;
const explain = (liveBytes: number, watchedBytes: number, liveHeapUsedBytes = 0) => ({
  explained: { liveBytes, liveHeapUsedBytes, watchedBytes, ratio: Math.min(1, watchedBytes / liveBytes) },
});

test('the place is named only where memory grows outside of the watched streams', () => {
  expect(describePlace(makeGrowth())).toBe('');
  expect(describePlace(makeGrowth(OUTSIDE))).toBe(', outside of the watched streams');
});

describe('what the watched streams explain', () => {
  test.each([
    [
      'a small part',
      explain(64 * MiB, 64 * KiB),
      '64 KiB of 64 MiB of live ArrayBuffers are in watched streams: 0.1 %',
    ],
    [
      'half, of memory that is partly on the heap',
      explain(64 * MiB, 32 * MiB, 16 * MiB),
      '32 MiB of 64 MiB of live memory is in watched streams: 50 %',
    ],
    [
      'most of the little that there is',
      explain(80 * KiB, 64 * KiB),
      '64 KiB of 80 KiB of live ArrayBuffers are in watched streams: 80 %, the rest is within the noise',
    ],
    [
      'more than there is, since one Buffer is queued many times',
      explain(64 * KiB, 64 * MiB),
      'the watched streams explain all 64 KiB of live ArrayBuffers',
    ],
    [
      'nothing that is known, since none is watched',
      { explained: { liveBytes: 64 * MiB, liveHeapUsedBytes: 0 } },
      '64 MiB of live ArrayBuffers',
    ],
    ['nothing, since live memory was not read', {}, ''],
  ])('%s', (_name, growth, text) => {
    expect(describeExplained(makeGrowth(growth))).toBe(text);
  });

  test.each([
    [
      'program',
      'the program retains it: look for variables, caches, closures and queues that are not streams',
    ],
    ['worker-threads', 'worker threads retain it'],
    ['native-code', 'RSS grows and nothing in V8 does: native code retains it'],
    ['child-processes', 'it is in child processes that the program started'],
  ] as const)('is followed by what holds the rest: %s', (heldBy, text) => {
    expect(describeExplained(makeGrowth({ ...OUTSIDE, heldBy }))).toBe(text);
  });
});
