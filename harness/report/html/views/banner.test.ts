import { expect, test } from 'vitest';
import { makeReport } from '../../../test/builders.ts';
import { renderBanner, renderUnread } from './banner.ts';

test('rows of samples.csv that could not be read are said, and not passed over', () => {
  expect(renderBanner(makeReport(), 0).html).toBe('');
  expect(renderBanner(makeReport(), 1).html).toContain('1 row of samples.csv was cut or changed');
  expect(renderUnread(12_000).html).toContain('12,000 rows of samples.csv were cut or changed');
});
