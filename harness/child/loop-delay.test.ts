import { setImmediate as turnLoop } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startLoopDelay } from './loop-delay.ts';

test('detects a block that begins right after the start, and ends right before the reading', async () => {
  const loopDelay = await startLoopDelay();
  spin(100);
  await turnLoop();
  await turnLoop();
  const { maxDelayMs, utilization } = loopDelay.read();
  expect(maxDelayMs).toBeGreaterThanOrEqual(80);
  expect(utilization).toBeGreaterThan(0.5);
  expect(utilization).toBeLessThanOrEqual(1);
});

test('detects a block that begins after some turns of the event loop', async () => {
  const loopDelay = await startLoopDelay();
  for (let n = 0; n < 100; n += 1) await turnLoop();
  spin(100);
  await turnLoop();
  await turnLoop();
  expect(loopDelay.read().maxDelayMs).toBeGreaterThanOrEqual(80);
});

test('a block between the call and the first tick is not reported', async () => {
  const starting = startLoopDelay();
  spin(100);
  const loopDelay = await starting;
  loopDelay.begin();
  await turnLoop();
  await turnLoop();
  expect(loopDelay.read().maxDelayMs).toBeLessThan(80);
});

test('reports no delay below 0', async () => {
  const loopDelay = await startLoopDelay();
  expect(loopDelay.read().maxDelayMs).toBeGreaterThanOrEqual(0);
});

/** Blocks the thread. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
