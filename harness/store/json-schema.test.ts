import { expect, test } from 'vitest';
import { renderJsonSchema } from './json-schema.ts';

// After a change of the schema: npx vitest run harness/store/json-schema.test.ts -u
test('results/report.schema.json is the schema that reports are validated with', async () => {
  await expect(renderJsonSchema()).toMatchFileSnapshot('../../results/report.schema.json');
});
