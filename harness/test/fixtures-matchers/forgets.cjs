const { test } = require('@jest/globals');
const { join } = require('node:path');
require('../../../dist/harness/matchers/jest.cjs');
const { expect } = require('@jest/globals');

const waits = join(__dirname, 'waits.bench.ts');

test('forgets to wait', () => {
  expect(waits).toRespectBackpressure();
});
test('waits', async () => {
  await expect(waits).toRespectBackpressure();
});
