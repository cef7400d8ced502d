import { describe, expect, test } from 'vitest';
import { KiB } from '../../test/builders.ts';
import { makeCompared, makeComparison, makeMetric } from '../../test/comparison-builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderAnswer } from './answer.ts';

const PLAIN = { width: 80, colors: makeColors(false) };

/** The cases of a check, of which those with a factor above 1 buffer as many times more. */
const answer = (factors: readonly number[], more: Parameters<typeof makeMetric>[0] = {}): string[] =>
  renderAnswer(
    {
      kind: 'comparison',
      by: 'check',
      comparison: makeComparison({
        verdict: factors.some((factor) => factor > 1) ? 'regression' : 'pass',
        cases: factors.map((factor, index) =>
          makeCompared({
            scenario: `scenario-${index}`,
            metrics: [
              makeMetric({
                ...(factor > 1 && { b: factor * 64 * KiB, verdict: 'regression', reason: 'more in B' }),
                ...more,
              }),
            ],
          }),
        ),
      }),
    },
    PLAIN,
  ).split('\n');

describe('the last ten lines', () => {
  test('have the one case of ten that failed, what got worse, and the command that runs it', () => {
    const lines = answer([1, 1, 1, 4, 1, 1, 1, 1, 1, 1]);
    expect(lines.join('\n')).toMatch(
      /^verdict: regression, compared with main: 1 of 10 cases failed, 9 passed/,
    );
    expect(lines.slice(2)).toEqual([
      '✗ scenario-3: peak buffered: 64 KiB → 256 KiB, 4 times as much',
      '  npx tidemark run --scenario scenario-3',
    ]);
  });

  test('have the worst of many, and name the others', () => {
    const lines = answer([2, 3, 9, 4, 5, 6, 7, 8, 10, 11, 12, 13]);
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.filter((line) => line.startsWith('✗')).map((line) => line.split(':')[0])).toEqual([
      '✗ scenario-11',
      '✗ scenario-10',
      '✗ 10 more failed',
    ]);
    expect(lines.join(' ')).toContain('and 2 more');
  });

  test('name what kept a verdict from being reached', () => {
    const lines = answer([1, 1, 1], { verdict: 'inconclusive', reason: 'too few runs' });
    expect(lines.slice(-3)).toEqual([
      '? scenario-0: peakBufferedBytes: too few runs',
      '? scenario-1: peakBufferedBytes: too few runs',
      '? and 1 more inconclusive',
    ]);
  });
});

test('if all is well, the verdict is one sentence', () => {
  expect(answer([1, 1]).join(' ')).toBe(
    'verdict: pass, compared with main: all 2 cases passed (checks: 2 passed)',
  );
});
