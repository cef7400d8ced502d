import { describe, expect, test } from 'vitest';
import { MiB } from '../scenario.ts';
import { cpuUsage } from './before-scenario.ts';
import { readCpuWaitMs, readMemory, readPeakRss, resetPeakRss } from './readings.ts';

test('a reading adds no ArrayBuffer, not even the first one', () => {
  const before = readMemory().arrayBuffersBytes;
  readCpuWaitMs();
  cpuUsage();
  expect(readMemory().arrayBuffersBytes).toBe(before);
});

describe('readMemory', () => {
  test('has every figure, in bytes', () => {
    const reading = readMemory();
    for (const bytes of Object.values(reading)) expect(Number.isSafeInteger(bytes)).toBe(true);
    expect(reading.rssBytes).toBeGreaterThan(MiB);
    expect(reading.heapUsedBytes).toBeLessThanOrEqual(reading.heapTotalBytes);
    expect(reading.arrayBuffersBytes).toBeLessThanOrEqual(reading.externalBytes);
  });

  test('shows a retained Buffer with exactly its size', () => {
    const before = readMemory();
    const retained = Buffer.allocUnsafeSlow(3 * MiB + 1);
    const after = readMemory();
    // Not so for external, where memory that was dropped before may be freed meanwhile.
    expect(after.arrayBuffersBytes - before.arrayBuffersBytes).toBe(retained.length);
  });
});

describe('readPeakRss', () => {
  test('names the source of the peak', () => {
    const wasReset = resetPeakRss();
    const { bytes, source } = readPeakRss(wasReset);
    expect(Number.isSafeInteger(bytes)).toBe(true);
    if (process.platform !== 'linux')
      expect({ wasReset, source }).toEqual({ wasReset: false, source: 'maxRSS' });
    else expect(source).toBe(wasReset ? 'VmHWM' : 'VmHWM-since-start');
  });

  test('says if the peak is since the process began', () => {
    expect(readPeakRss(false).source).toBe(process.platform === 'linux' ? 'VmHWM-since-start' : 'maxRSS');
  });

  test('is at least the current RSS', () => {
    const { rssBytes } = readMemory();
    // The kernel counts pages per processor and adds them up now and then: the two can be some pages apart.
    expect(readPeakRss(false).bytes).toBeGreaterThan(rssBytes - MiB);
  });

  test('rises with memory that was written to', () => {
    const wasReset = resetPeakRss();
    const before = readPeakRss(wasReset).bytes;
    const { rssBytes } = readMemory();
    const retained = Buffer.alloc(64 * MiB, 1);
    expect(readPeakRss(wasReset).bytes).toBeGreaterThanOrEqual(
      Math.max(before, rssBytes + 0.9 * retained.length),
    );
  });
});

describe('readCpuWaitMs', () => {
  test('never falls, where the kernel has it', () => {
    const [first, second] = [readCpuWaitMs(), readCpuWaitMs()];
    if (first === undefined || second === undefined) expect([first, second]).toEqual([undefined, undefined]);
    else expect(second).toBeGreaterThanOrEqual(first);
  });
});
