import { expect, test } from 'vitest';
import type { Report } from '../../../result.ts';
import { makeCase, makeGrowth, makeReport } from '../../../test/builders.ts';
import { attribute, parseHtml } from '../../../test/parse-html.ts';
import { renderPage } from '../page.ts';
import { MAX_SECTIONS } from './sections.ts';

/** The last case grows, and those before it do not. */
const makeMany = (count: number): Report =>
  makeReport({
    results: Array.from({ length: count }, (_, index) =>
      makeCase({
        scenario: `case-${index}`,
        pairedWith: `case-${count - 2 - index}`,
        growth: makeGrowth({ verdict: index === count - 1 ? 'linear' : 'bounded' }),
      }),
    ),
  });

const render = (report: Report): string =>
  renderPage({ report, samples: new Map(), assets: { style: '', script: '' } });

test('of thousands of cases all are in the overview, and those that grow have a section before the others', () => {
  const count = MAX_SECTIONS + 30;
  const page = parseHtml(render(makeMany(count)));
  const ids = page.filter((one) => attribute(one, 'class') === 'case').map((one) => attribute(one, 'id'));
  expect(ids).toHaveLength(MAX_SECTIONS);
  expect(ids.slice(-2)).toEqual([`case-case-${MAX_SECTIONS - 2}`, `case-case-${count - 1}`]);
  const links = page
    .filter(({ tagName }) => tagName === 'a')
    .map((one) => attribute(one, 'href')?.slice(1) ?? '')
    .filter((anchor) => anchor.startsWith('case-'));
  for (const link of links) expect(ids).toContain(link);
  expect(new Set(links).size).toBe(MAX_SECTIONS);
  expect(render(makeMany(count)).match(/<tr><th scope="row">(<(a|span) [^>]*>)case-\d+/g)).toHaveLength(
    count,
  );
  // Those without a section are found by their address as well.
  const rows = page.filter(({ tagName }) => tagName === 'span').flatMap((one) => attribute(one, 'id') ?? []);
  expect(rows).toHaveLength(30);
  expect(rows[0]).toBe(`case-case-${MAX_SECTIONS - 1}`);
  expect(render(makeMany(count))).toContain('400 of 430 cases have a section below');
});

test('as many as fit have a section each, in the order of the report, and nothing is said', () => {
  const html = render(makeMany(MAX_SECTIONS));
  expect(html).not.toContain('have a section below');
  expect(parseHtml(html).filter((one) => attribute(one, 'class') === 'case')).toHaveLength(MAX_SECTIONS);
});
