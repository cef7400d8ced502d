import { expect, test } from 'vitest';
import { parseLimits } from './limits.ts';

test('a limit has the unit of its metric', () => {
  expect(
    parseLimits(
      [
        'peakBufferedBytes=128KiB',
        'durationMs=2s',
        'cpuMs=50',
        'writesAfterFalse=0',
        'recorded.queueBytes=1k',
      ],
      '--limit',
    ),
  ).toEqual({
    peakBufferedBytes: 131_072,
    durationMs: 2000,
    cpuMs: 50,
    writesAfterFalse: 0,
    'recorded.queueBytes': 1024,
  });
});

test('growth can be limited to bounded, and the last limit of a metric counts', () => {
  expect(parseLimits(['growth=bounded', 'cpuMs=1', 'cpuMs=2'], '--limit')).toEqual({
    growth: 'bounded',
    cpuMs: 2,
  });
});

test.each([
  ['peakBuffered=1', 'there is no limit for peakBuffered', 'did you mean peakBufferedBytes?'],
  ['', 'there is no limit for that', 'choose from growth'],
  ['growth=linear', 'growth can only be limited to bounded', 'write --limit growth=bounded'],
  ['peakBufferedBytes', 'is not a limit', 'write --limit peakBufferedBytes=128KiB'],
  ['peakBufferedBytes=-1', 'is not a limit', 'write --limit peakBufferedBytes=128KiB'],
  ['cpuMs=1e999', 'is not a limit', 'write --limit cpuMs=2s'],
  ['writesAfterFalse=none', 'is not a limit', 'write --limit writesAfterFalse=0'],
  ['recorded.=1', 'there is no limit for recorded.', 'choose from'],
])('%s is refused with what to write', (word, message, hint) => {
  expect(() => parseLimits([word], '--limit')).toThrow(
    expect.objectContaining({
      name: 'UsageError',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    }),
  );
});
