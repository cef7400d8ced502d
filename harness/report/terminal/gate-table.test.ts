import { expect, test } from 'vitest';
import { makeColors } from '../text/colors.ts';
import { renderGateTable } from './gate-table.ts';

const NONE = { regression: 0, improvement: 0, inconclusive: 12, pass: 188, 'not-comparable': 0 };
const STYLE = { width: 80, colors: makeColors(false) };

test('the trials of the gate are a table, with unexpected verdicts below it', () => {
  const text = renderGateTable(
    [
      {
        title: 'no fault, busy',
        counts: NONE,
        target: '≤ 1 %',
        isReached: true,
        surprises: [],
      },
      {
        title: '20 % more time',
        counts: { ...NONE, pass: 1 },
        target: '≥ 90 %',
        isReached: false,
        surprises: ['more-time was pass (seed 7): durationMs: 30 pairs show nothing'],
      },
    ],
    STYLE,
  );
  expect(text).toBe(
    [
      '                regression  inconclusive  pass  improvement   target',
      'no fault, busy           0            12   188            0   ≤ 1 % ✓',
      '20 % more time           0            12     1            0   ≥ 90 % ✗',
      '! 20 % more time: more-time was pass (seed 7): durationMs: 30 pairs show nothing',
    ].join('\n'),
  );
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});
