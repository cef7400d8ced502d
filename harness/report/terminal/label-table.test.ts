import { expect, test } from 'vitest';
import type { LabelResult } from '../../result.ts';
import { KiB, MiB, makeCase, makeCounters } from '../../test/builders.ts';
import { makeCompared, makeMetric } from '../../test/comparison-builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderLabels, renderLabelsOfRegressions } from './label-table.ts';

const STYLE = { width: 80, colors: makeColors(false) };
const makeLabel = (label: string, rest: Partial<LabelResult> = {}): LabelResult => ({
  label,
  ...makeCounters(rest),
  ...rest,
});
const ENRICH = makeLabel('enrich', {
  peakBufferedBytes: 16 * MiB,
  highWaterMarkBytes: 32 * KiB,
  writesAfterFalse: 1022,
  pushesAfterFalse: 1021,
  firstAfterFalse: { method: 'write', site: { file: 'guilty.mjs', line: 15, column: 40 } },
});
const STORE = makeLabel('store', { peakBufferedBytes: 16 * KiB, highWaterMarkBytes: 16 * KiB });

test('a case with more than one label has a row for each, and the line of the first call after false', () => {
  expect(renderLabels(makeCase({ labels: [ENRICH, STORE] }), [], STYLE)).toBe(`\
watched      peak                      writes       pushes  full
stream   buffered  highWaterMark  after false  after false   for
enrich     16 MiB         32 KiB         1022         1021     –
store      16 KiB         16 KiB            0            0     –
first call after false: guilty.mjs:15:40 → enrich.write()`);
});

test('a case with one label has only that line, and one without calls after false nothing', () => {
  expect(renderLabels(makeCase({ labels: [ENRICH] }), [], STYLE)).toBe(
    'first call after false: guilty.mjs:15:40 → enrich.write()',
  );
  expect(renderLabels(makeCase({ labels: [STORE] }), [], STYLE)).toBe('');
  expect(renderLabels(makeCase(), [], STYLE)).toBe('');
});

test('of a thousand labels only the first twenty, which are the worst, are shown', () => {
  const labels = Array.from({ length: 1000 }, (_, index) => ({ ...ENRICH, label: `part-${index}` }));
  const lines = renderLabels(makeCase({ labels }), [], STYLE).split('\n');
  expect(lines.filter((line) => line.startsWith('part-'))).toHaveLength(20);
  expect(lines.filter((line) => line.startsWith('first call'))).toHaveLength(20);
  expect(lines[21]).toMatch(/^part-19 /);
  expect(lines[22]).toBe('and 980 more, which labels.csv has');
});

test('the table is below the label of its case, and fits into 80 columns', () => {
  const long = makeLabel('a'.repeat(60), {
    peakBufferedBytes: 1023,
    highWaterMarkBytes: 1023 * KiB,
    writesAfterFalse: 999_999,
    pushesAfterFalse: 999_999,
    fullForMs: 59_000,
  });
  const result = makeCase({ labels: [long, STORE], parameters: { sink: 'file' } });
  const [head, ...lines] = renderLabels(result, ['sink'], STYLE).split('\n');
  expect(head).toBe('[sink file]');
  expect(lines[2]).toMatch(/^a{19}… /);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
});

test('neither a label nor a file can control the terminal', () => {
  const firstAfterFalse = { method: 'write', site: { file: 'a\u001b[2J', line: 1, column: 1 } } as const;
  const text = renderLabels(
    makeCase({ labels: [makeLabel('b\u001b]0;', { firstAfterFalse }), STORE] }),
    [],
    STYLE,
  );
  expect(text).not.toContain('\u001b');
});

test('of a comparison, only the cases of B with a regression are shown', () => {
  const node = '20.19.0';
  const sides = (sink: string) => {
    const identity = { parameters: { sink }, parameterKinds: { sink: 'choice' }, node } as const;
    return { scenario: 'ignore-drain', a: identity, b: identity };
  };
  const cases = [
    makeCompared({ ...sides('file'), metrics: [makeMetric({ verdict: 'regression' })] }),
    makeCompared({ ...sides('memory'), metrics: [makeMetric({ verdict: 'pass' })] }),
  ];
  const results = ['file', 'memory'].map((sink) =>
    makeCase({ labels: [ENRICH], parameters: { sink }, node }),
  );
  expect(renderLabelsOfRegressions({ cases }, results, STYLE)).toBe(
    'first call after false: guilty.mjs:15:40 → enrich.write() [sink file]',
  );
});
