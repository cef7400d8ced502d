import { expect, test } from 'vitest';
import { FirstCall } from '../call-site.ts';
import { Label, Sum } from '../sums/label.ts';
import { settle } from '../sums/recent.ts';
import { type Policy, PushQueue, type PushSettings } from './push-queue.ts';

/** Node's least budget. */
const KiB16 = 16 * 1024;

function watchQueue(policy: Policy, settings: Partial<PushSettings> = {}) {
  const label = new Label(new FirstCall());
  const queue = new PushQueue({
    ...{ budget: KiB16, policy, signal: undefined, endRejectsPending: false },
    ...settings,
  });
  queue.watch({ label, total: new Sum() });
  const write = (bytes: number, signal?: AbortSignal): void => queue.write(undefined, bytes, signal, write);
  const count = () => {
    settle();
    const { droppedBytes, droppedWrites, ...counters } = label.counters();
    const { peakBufferedBytes: peak, writesAfterFalse: afterFalse, drains, bytesIn, bytesOut } = counters;
    return { now: label.bytes, peak, afterFalse, drains, bytesIn, bytesOut, droppedBytes, droppedWrites };
  };
  return { label, queue, write, count };
}

test('strict: one write fills it, one waits, and every other one is rejected and not buffered', () => {
  const { write, count } = watchQueue('strict');
  for (let n = 0; n < 10; n += 1) write(KiB16);
  expect(count()).toMatchObject({ now: 2 * KiB16, peak: 2 * KiB16, bytesIn: 2 * KiB16, afterFalse: 8 });
});

test('unbounded: whatever is written waits', () => {
  const { write, count } = watchQueue('unbounded');
  for (let n = 0; n < 10; n += 1) write(KiB16);
  expect(count()).toMatchObject({ now: 10 * KiB16, bytesIn: 10 * KiB16, bytesOut: 0, afterFalse: 8 });
});

test.each(['drop-oldest', 'drop-newest'] as const)(
  '%s: the budget is buffered, and the rest is lost',
  (policy) => {
    const { write, count } = watchQueue(policy);
    for (let n = 0; n < 10; n += 1) write(KiB16);
    expect(count()).toMatchObject({
      now: KiB16,
      peak: KiB16,
      bytesIn: 10 * KiB16,
      bytesOut: 0,
      afterFalse: 9,
    });
    expect(count()).toMatchObject({ droppedBytes: 9 * KiB16, droppedWrites: 9 });
  },
);

test('drop-oldest drops only until there is room', () => {
  const { write, count } = watchQueue('drop-oldest');
  for (const bytes of [10_000, 6000, 384]) write(bytes); // exactly the budget
  write(500);
  expect(count()).toMatchObject({ now: 6000 + 384 + 500, droppedBytes: 10_000, droppedWrites: 1 });
});

test('a read takes all that is buffered, and then pending writes are, up to the budget', () => {
  const { queue, write, count } = watchQueue('unbounded');
  for (let n = 0; n < 5; n += 1) write(10_000);
  expect(count()).toMatchObject({ now: 50_000, drains: 0 });
  queue.read(); // the two that made it full
  expect(count()).toMatchObject({ now: 30_000, bytesOut: 20_000, drains: 0 });
  queue.read();
  expect(count()).toMatchObject({ now: 10_000, bytesOut: 40_000, drains: 1 });
  queue.read();
  expect(count()).toMatchObject({ now: 0, bytesOut: 50_000, drains: 1, peak: 50_000 });
});

test('what somebody waits for is never buffered', () => {
  const { queue, write, count } = watchQueue('strict');
  queue.read();
  write(KiB16);
  write(KiB16);
  expect(count()).toMatchObject({
    now: KiB16,
    peak: KiB16,
    bytesIn: 2 * KiB16,
    bytesOut: KiB16,
    afterFalse: 0,
  });
});

test('who awaits each write writes nothing after false, although the stream is full at every other one', () => {
  const { queue, write, count } = watchQueue('strict');
  write(KiB16);
  for (let n = 0; n < 10; n += 1) {
    write(KiB16); // pending until the next read
    queue.read();
  }
  expect(count()).toMatchObject({ peak: 2 * KiB16, afterFalse: 0, bytesOut: 10 * KiB16 });
});

test('writeSync() that returned false and is called again, without room in between, is a write after false', () => {
  const { queue, count } = watchQueue('strict');
  const writeSync = (bytes: number, isAccepted: boolean): void =>
    queue.writeSync(undefined, bytes, isAccepted, writeSync);
  writeSync(KiB16, true);
  writeSync(KiB16, false);
  expect(count()).toMatchObject({ now: KiB16, bytesIn: KiB16, afterFalse: 0 });
  writeSync(KiB16, false);
  expect(count()).toMatchObject({ afterFalse: 1 });
  queue.read();
  writeSync(KiB16, true);
  expect(count()).toMatchObject({ bytesIn: 2 * KiB16, afterFalse: 1, drains: 1 });
});

test('who writes again what writeSync() refused, and waits until it is taken, writes nothing after false', () => {
  const { queue, write, count } = watchQueue('strict');
  const writeSync = (isAccepted: boolean): void => queue.writeSync(undefined, KiB16, isAccepted, writeSync);
  writeSync(true);
  for (let n = 0; n < 5; n += 1) {
    writeSync(false);
    write(KiB16);
    queue.read(); // what was pending fills it at once
  }
  expect(count()).toMatchObject({ afterFalse: 0, peak: 2 * KiB16, bytesOut: 5 * KiB16 });
});

test('a pending write whose signal is aborted is not buffered any more', () => {
  const { queue, write, count } = watchQueue('unbounded');
  const controller = new AbortController();
  write(KiB16);
  write(1000, controller.signal);
  write(200);
  controller.abort();
  queue.refresh(false);
  expect(count()).toMatchObject({ now: KiB16 + 200, bytesIn: KiB16 + 1200 });
});

test.each([
  [true, KiB16],
  [false, 2 * KiB16],
])('end() that rejects what is pending (%s) leaves %i bytes', (endRejectsPending, bytes) => {
  const { queue, write, count } = watchQueue('unbounded', { endRejectsPending });
  write(KiB16);
  write(KiB16);
  queue.end();
  expect(count().now).toBe(bytes);
  queue.read();
  queue.read();
  expect(count()).toMatchObject({ now: 0, bytesOut: bytes });
});

test('what is buffered when it fails can still be read, and what is pending cannot', () => {
  const { queue, write, count } = watchQueue('unbounded');
  write(KiB16);
  write(KiB16);
  queue.fail();
  expect(count().now).toBe(KiB16);
  queue.read();
  expect(count()).toMatchObject({ now: 0, bytesOut: KiB16 });
});

test('the signal of the stream fails it', () => {
  const controller = new AbortController();
  const { queue, write, count } = watchQueue('unbounded', { signal: controller.signal });
  write(KiB16);
  write(KiB16);
  controller.abort();
  queue.read();
  expect(count()).toMatchObject({ now: 0, bytesOut: KiB16 });
});

test('a consumer that leaves ends what is counted', () => {
  const { queue, write, count } = watchQueue('unbounded');
  for (let n = 0; n < 3; n += 1) write(KiB16);
  queue.leave();
  expect(count()).toMatchObject({ now: 0, peak: 3 * KiB16, bytesOut: 0 });
});

test('what was written before it is watched counts from then on, also for a second label', () => {
  const queue = new PushQueue({
    budget: KiB16,
    policy: 'unbounded',
    signal: undefined,
    endRejectsPending: false,
  });
  for (let n = 0; n < 3; n += 1) queue.write(undefined, KiB16, undefined, () => undefined);
  const labels = [new Label(new FirstCall()), new Label(new FirstCall())];
  for (const label of labels) queue.watch({ label, total: new Sum() });
  queue.read();
  settle();
  for (const label of labels) {
    expect(label.bytes).toBe(2 * KiB16);
    expect(label.counters()).toMatchObject({
      ...{ peakBufferedBytes: 3 * KiB16, bytesIn: 3 * KiB16, bytesOut: KiB16, highWaterMarkBytes: KiB16 },
    });
  }
});

test('100,000 dropped writes take no more memory than one', () => {
  const { queue, write } = watchQueue('drop-oldest', { budget: 1_000_000 });
  for (let n = 0; n < 100_000; n += 1) write(1000);
  expect(queue.bufferedBytes).toBe(1_000_000);
});
