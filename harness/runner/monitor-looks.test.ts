import pidusage, { type Status } from 'pidusage';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { monitorProcess, prepareMonitor } from './process-monitor.ts';

vi.mock('pidusage', () => ({ default: vi.fn() }));
vi.mock('../processes/find-program.ts', () => ({ findProgram: () => '/usr/bin/getconf' }));

/** The function has an overload for several processes, which the mock takes for its type. */
const look = vi.mocked(pidusage as unknown as (pid: number) => Promise<Partial<Status>>);

beforeEach(() => {
  vi.useFakeTimers();
  look.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

/** More than the interval of every system. */
const pass = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1000);

test('a look that fails is left out, and the next is taken', async () => {
  look.mockRejectedValueOnce(new Error('No matching pid found')).mockResolvedValue({ memory: 7, cpu: 1 });
  const watch = monitorProcess(1, () => {});
  while (look.mock.calls.length < 2) await pass();
  const { peakRssBytes, samples } = watch.stop();
  expect({ peakRssBytes, isSampled: samples > 0 }).toEqual({ peakRssBytes: 7, isSampled: true });
});

test('a monitor that is stopped during a look reports nothing of it, and looks no more', async () => {
  let resolve: (status: Partial<Status>) => void = () => {};
  const promise = new Promise<Partial<Status>>((fulfil) => {
    resolve = fulfil;
  });
  look.mockReturnValue(promise);
  const onRss = vi.fn();
  const watch = monitorProcess(1, onRss);
  await pass();
  expect(watch.stop()).toEqual({ samples: 0 });
  resolve({ memory: 7, cpu: 1 });
  await pass();
  expect({ reported: onRss.mock.calls.length, looks: look.mock.calls.length }).toEqual({
    reported: 0,
    looks: 1,
  });
});

test('where processes cannot be watched, that is found out before the first run, and is not an error', async () => {
  look.mockRejectedValueOnce(new Error('spawn powershell.exe ENOENT'));
  expect(await prepareMonitor()).toBe(false);
  look.mockResolvedValueOnce({ memory: 7, cpu: 1 });
  expect(await prepareMonitor()).toBe(true);
});
