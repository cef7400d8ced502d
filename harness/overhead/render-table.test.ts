import { expect, test } from 'vitest';
import { makeColors } from '../report/text/colors.ts';
import { extremeFigure, medianFigure } from './figure.ts';
import { renderTable } from './render-table.ts';

const MIB = 1024 * 1024;

const SECTIONS = [
  {
    name: 'flood',
    title: 'Samples while the event loop is blocked, at 10 ms',
    figures: [
      extremeFigure({ name: 'samples in it', unit: 'count' }, [30, 31, 32]),
      extremeFigure({ name: 'longest gap in a run', unit: 'ms', target: { atMost: 50 } }, [11.2, 14.5, 12]),
      extremeFigure({ name: 'that gap, of the call', unit: 'percent', target: { atLeast: 90 } }, [99.7, 61]),
    ],
  },
  {
    name: 'cost',
    title: 'What it costs',
    figures: [
      extremeFigure(
        { name: 'error, peak of 50 ms', unit: 'percent', target: { atMost: 1 } },
        [0.004, 0.0531],
      ),
      medianFigure({ name: 'ratio at 10 ms', unit: 'ratio', target: { atLeast: 0.98 } }, [0.97, 0.99, 1.004]),
      medianFigure({ name: 'the difference', unit: 'bytes', target: { atMost: 30e6 } }, [
        0.4 * MIB,
        12.4 * MIB,
        0,
      ]),
      medianFigure({ name: 'a write() in total', unit: 'ns' }, [941.3, 12_345, 950]),
    ],
  },
];

test('a row for each figure: value, spread, number, target, and whether it is reached', () => {
  expect(`\n${renderTable(SECTIONS, makeColors(false))}`).toMatchInlineSnapshot(`
    "
                                      spread            n  target
    Samples while the event loop is blocked, at 10 ms
      samples in it               31  30 to 32          3
      longest gap in a run   14.5 ms  11.2 to 14.5 ms   3  ≤ 50 ms     ✓
      that gap, of the call     61 %  61 to 100 %       2  ≥ 90 %      ✗
    What it costs
      error, peak of 50 ms    0.05 %  0 to 0.05 %       2  ≤ 1 %       ✓
      ratio at 10 ms           0.990  0.970 to 1.004    3  ≥ 0.980     ✓
      the difference         410 KiB  0 B to 12.4 MiB   3  ≤ 28.6 MiB  ✓
      a write() in total      950 ns  941 to 12,345 ns  3"
  `);
});

test('it fits into 80 columns', () => {
  const lines = renderTable(SECTIONS, makeColors(false)).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
