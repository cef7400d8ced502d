import { describe, expect, test } from 'vitest';
import { loadOperationTimer } from './operation-timer.ts';

const timeOperation = await loadOperationTimer();

/** Does the given number of steps, and cannot be optimized away. */
function busyFor(steps: number): () => number {
  let state = 1;
  return () => {
    for (let step = 0; step < steps; step += 1) state = (state * 16_807) % 2_147_483_647;
    return state;
  };
}

describe('an operation', () => {
  test('that does a hundred times as much takes many times as long', async () => {
    const short = await timeOperation(busyFor(100));
    const long = await timeOperation(busyFor(10_000));
    expect(short.nanoseconds).toBeGreaterThan(0);
    // Background load does not make a machine ten times slower for a fifth of a second.
    expect(long.nanoseconds / short.nanoseconds).toBeGreaterThan(10);
  });

  test('can be timed briefly, in CPU time: what it waits for does not count', async () => {
    const timeBriefly = await loadOperationTimer(true);
    const cell = new Int32Array(new SharedArrayBuffer(4));
    const work = busyFor(10_000);
    const [busy, waiting] = [
      await timeBriefly(work),
      await timeBriefly(() => {
        Atomics.wait(cell, 0, 0, 5);
        return work();
      }),
    ];
    expect(busy.nanoseconds).toBeGreaterThan(0);
    // It waits for 5 ms, and works for less than 1 ms.
    expect(waiting.nanoseconds).toBeLessThan(4e6);
  });

  test('that takes longer than a batch is timed by single calls', async () => {
    let calls = 0;
    const { nanoseconds } = await timeOperation(() => {
      calls += 1;
      return busyFor(100_000)();
    });
    expect(calls).toBeGreaterThan(1);
    expect(nanoseconds).toBeGreaterThan(1000);
  });

  test('that throws is not timed', async () => {
    await expect(
      timeOperation(() => {
        throw new TypeError('no such Buffer');
      }),
    ).rejects.toThrow('no such Buffer');
  });
});
