import { beforeEach, expect, test } from 'vitest';

const waits = new URL('./waits.bench.ts', import.meta.url);

let isFirst = true;
beforeEach(async () => {
  if (isFirst) await expect(waits).toRespectBackpressure();
  isFirst = false;
});

test('forgets to wait', () => {
  expect(waits).toRespectBackpressure();
});
test('waits', async () => {
  await expect(waits).toRespectBackpressure();
});
test('asks for the wrong thing', async () => {
  await expect(waits).not.toRespectBackpressure();
});
test('cannot be measured', async () => {
  await expect('baseline-noop').not.toRespectBackpressure();
});
test.concurrent('waits as well', async () => {
  await expect(waits).toRespectBackpressure();
});
test.concurrent('is finished before', () => {});
