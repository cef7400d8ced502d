import test from 'node:test';
import { expect } from '../../../dist/harness/matchers/assert.js';

const waits = new URL('./waits.bench.ts', import.meta.url);

test('forgets to wait', () => {
  expect(waits).toRespectBackpressure();
});
test('waits', async () => {
  await expect(waits).toRespectBackpressure();
});
