import { expect, test } from 'vitest';
import { makeCase, makeReport } from '../../test/builders.ts';
import { renderMarkdown } from '../markdown/summary.ts';
import type { Reported } from '../text/reported.ts';
import { renderJunit } from './junit.ts';

const claim = {
  ...{ statement: 'The sea is <b>salt</b> | always.', source: [] },
  ...({ verdict: 'partly', condition: 'in the Dead Sea', reading: '340 g' } as const),
};
const reportOf = (...results: ReturnType<typeof makeCase>[]): Reported => ({
  kind: 'run',
  report: makeReport({ results }),
});
const REPORTED = reportOf(makeCase({ scenario: 'salt', claim }), makeCase({ scenario: 'other' }));

test('a summary in Markdown has a row for each claim, and its text is no markup', () => {
  const rows = renderMarkdown(REPORTED)
    .split('\n')
    .filter((line) => line.includes('Dead Sea'));
  expect(rows).toEqual([
    '| `salt` | partly | The sea is \\<b\\>salt\\</b\\> \\| always. | in the Dead Sea; 340 g |',
  ]);
});

test('JUnit has the answer of a claim in the output of its suite', () => {
  const [, output] = /<system-out>([\s\S]*?)<\/system-out>/.exec(renderJunit(REPORTED)) ?? [];
  expect(output).toContain(
    'claim: The sea is &#60;b&#62;salt&#60;/b&#62; | always. partly; in the Dead Sea; 340 g',
  );
});

test('a report without claims has no section for them', () => {
  const without = reportOf(makeCase({ scenario: 'other' }));
  expect(renderMarkdown(without)).not.toContain('Claims');
  expect(renderJunit(without)).not.toContain('claim:');
});
