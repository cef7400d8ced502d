import { expect, test } from 'vitest';
import { warnOfChild } from '../../judge/warnings.ts';
import { MiB, makeCase, summaryOf } from '../../test/builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderResultsTable } from './results-table.ts';

const STYLE = { width: 80, colors: makeColors(false) };

test('a peak RSS that could not be reset is marked, and no other figure is', () => {
  const summary = { peakRssBytes: summaryOf(43 * MiB), peakBufferedBytes: summaryOf(7 * MiB) };
  const warnings = [warnOfChild('peak-rss-not-reset')];
  const marked = renderResultsTable([makeCase({ summary, warnings })], STYLE);
  expect(marked).toContain(' 43 MiB*');
  expect(marked.match(/\*/g)).toHaveLength(1);
  expect(renderResultsTable([makeCase({ summary })], STYLE)).not.toContain('*');
});
