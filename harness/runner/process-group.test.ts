import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { killRest, signalGroup } from '../processes/signal-group.ts';
import { ProcessGroup } from './process-group.ts';

vi.mock(import('../processes/signal-group.ts'));

const PID = 4321;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.mocked(signalGroup).mockReset();
  vi.mocked(killRest).mockReset();
});

const sent = (): unknown[] => vi.mocked(signalGroup).mock.calls;

test('what is out of time may report its figures before it is killed', () => {
  const group = new ProcessGroup(PID);
  group.terminate({ reason: 'timeout', afterMs: 1000 });
  expect(sent()).toEqual([[PID, 'SIGTERM']]);
  vi.advanceTimersByTime(60_000);
  expect(sent()).toEqual([
    [PID, 'SIGTERM'],
    [PID, 'SIGKILL'],
  ]);
});

test('what exceeds its memory limit is killed at once', () => {
  new ProcessGroup(PID).terminate({ reason: 'limit', limitBytes: 1, rssBytes: 2 });
  expect(sent()).toEqual([[PID, 'SIGKILL']]);
});

test('the first reason is kept, and no second signal is sent for another one', () => {
  const group = new ProcessGroup(PID);
  group.terminate({ reason: 'abort' });
  group.terminate({ reason: 'limit', limitBytes: 1, rssBytes: 2 });
  expect(group.termination).toEqual({ reason: 'abort' });
  expect(sent()).toEqual([[PID, 'SIGTERM']]);
});

test('when the child is gone, the rest of its group is killed, and nothing is signalled later', () => {
  const group = new ProcessGroup(PID);
  group.terminate({ reason: 'abort' });
  group.close();
  expect(group.exited.aborted).toBe(true);
  expect(vi.mocked(killRest).mock.calls).toEqual([[PID]]);
  vi.advanceTimersByTime(60_000);
  group.killAfterGracePeriod();
  vi.advanceTimersByTime(60_000);
  expect(sent()).toEqual([[PID, 'SIGTERM']]);
});
