import { expect, test } from 'vitest';
import { makeColors } from '../text/colors.ts';
import { renderGateTable } from './gate-table.ts';

const SAID = { regression: 0, improvement: 0, inconclusive: 12, pass: 188, 'not-compared': 0 };
const STYLE = { width: 80, colors: makeColors(false) };

test('the trials of the gate are a table, and what surprised is told below it', () => {
  const text = renderGateTable(
    [
      {
        title: 'no fault, busy machine',
        said: SAID,
        target: '≤ 1 % found',
        isReached: true,
        surprises: [],
      },
      {
        title: '20 % more time',
        said: { ...SAID, pass: 1 },
        target: '≥ 90 % found, never pass',
        isReached: false,
        surprises: ['more-time was pass (seed 7): durationMs: 30 pairs show nothing'],
      },
    ],
    STYLE,
  );
  expect(text).toBe(
    [
      '                        found  open  pass  better   target',
      'no fault, busy machine      0    12   188       0   ≤ 1 % found ✓',
      '20 % more time              0    12     1       0   ≥ 90 % found, never pass ✗',
      '! 20 % more time: more-time was pass (seed 7): durationMs: 30 pairs show nothing',
    ].join('\n'),
  );
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
