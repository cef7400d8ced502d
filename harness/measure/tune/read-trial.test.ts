import { expect, test } from 'vitest';
import { MiB, makeRun } from '../../test/builders.ts';
import { chooseUnit, readTrial } from './read-trial.ts';

const RUN = makeRun({ durationMs: 500, cpuMs: 100, peakBufferedBytes: 7, bytesDelivered: 3 * MiB });
const reading = { unit: 'volume', volumeBytes: MiB } as const;

test('throughput is the volume by the duration', () => {
  expect(readTrial(RUN, reading)).toEqual({
    ...{ state: 'measured', throughput: 2 * MiB, wallMs: 100, cpuMs: 100, peakBufferedBytes: 7 },
  });
});

test('the time in which other programs had the cores does not count', () => {
  expect(readTrial({ ...RUN, cpuWaitMs: 250 }, reading)).toMatchObject({ throughput: 4 * MiB });
});

test('but it does for a process that uses several cores, which waits for itself', () => {
  expect(readTrial({ ...RUN, cpuMs: 900, cpuWaitMs: 250 }, reading)).toMatchObject({ throughput: 2 * MiB });
});

test.each([
  ['volume', MiB, 2 * MiB],
  ['delivered', undefined, 6 * MiB],
  ['runs', undefined, 2],
] as const)('work is counted in %s', (unit, volumeBytes, throughput) => {
  expect(readTrial(RUN, { unit, volumeBytes })).toMatchObject({ throughput });
});

test('the volume is what is counted, then bytes that were delivered, then runs', () => {
  expect(chooseUnit(RUN, MiB)).toBe('volume');
  expect(chooseUnit(RUN, undefined)).toBe('delivered');
  expect(chooseUnit(makeRun(), undefined)).toBe('runs');
});

test.each([
  ['did not complete', { outcome: { state: 'timed-out', afterMs: 60_000, phase: 'run' } }, /^timed out/],
  ['failed an expectation', { checks: [{ text: 'all bytes arrive', passed: false }] }, /all bytes arrive/],
  ['has no duration', { durationMs: 0 }, /not measured/],
] as const)('a run that %s has failed', (_what, run, reason) => {
  expect(readTrial({ ...RUN, ...run } as never, reading)).toEqual({
    state: 'failed',
    reason: expect.stringMatching(reason),
  });
});
