import { expect, test } from 'vitest';
import type { ClaimsReport } from '../../../claims/claims-report.ts';
import { renderClaimsMarkdown } from './claims-markdown.ts';
import { renderClaimsPage } from './claims-page.ts';

const REPORT: ClaimsReport = {
  ...{ schemaVersion: 1, tool: { name: 'tidemark', version: '1.0.0' }, platform: 'linux', arch: 'x64' },
  ...{ repeats: 2, nodes: ['20.1.0', '26.1.0'], sources: {} },
  claims: [
    {
      ...{ id: 'slabs', topic: 'high-water', source: ['b', 'a'] },
      statement: 'A slab has 8 KiB | `8192` bytes.',
      answers: {
        '20.1.0': { verdict: 'true', reading: 'a slab of 8 KiB' },
        '26.1.0': { verdict: 'false', reading: 'a slab of 64 KiB' },
      },
    },
    {
      ...{ id: 'salt', topic: 'sea', source: ['a'], isTiming: true, statement: 'The sea is salt.' },
      answers: {
        '20.1.0': { verdict: 'partly', condition: 'in the Dead Sea', reading: '340 g' },
        '26.1.0': { verdict: 'partly', condition: 'in the Dead Sea', reading: '341 g' },
      },
    },
  ],
  notTested: [{ id: 'deep', statement: 'It is deep.', source: ['a'], reason: 'a figure of speech' }],
};

const SOURCES = {
  a: { title: 'On the sea', author: 'A. Sailor', summary: 'What sailors say.' },
  b: { title: 'On slabs', address: 'https://example.com/<b>', summary: 'About stones.' },
};

const rowsOf = (page: string): string[] => page.split('\n').filter((line) => line.startsWith('| **'));

test('each claim of the page has its verdicts, readings, experiment and sources', () => {
  const page = renderClaimsPage(REPORT, SOURCES);
  expect(rowsOf(page)).toEqual([
    '| **true** on 20<br>**false** on 26 | A slab has 8 KiB \\| \\`8192\\` bytes. | Node 20.1.0: a slab of 8 KiB<br>Node 26.1.0: a slab of 64 KiB | [slabs](high-water/slabs.ts) [2](#sources), [1](#sources) |',
    '| **partly** | The sea is salt. | *in the Dead Sea*; 340 g *(time)* | [salt](sea/salt.ts) [1](#sources) |',
  ]);
  expect(page).toContain('\n## High water\n');
  expect(page).toContain('| It is deep. | a figure of speech | deep [1](#sources) |');
});

test('the headings are written as Node writes these words', () => {
  const [claim] = REPORT.claims;
  if (claim === undefined) throw new Error('there is no claim');
  const topics = ['high-water-mark', 'http', 'new-in-node', 'stream-classes', 'v8'];
  const claims = topics.map((topic) => ({ ...claim, topic }));
  const headings = renderClaimsMarkdown({ ...REPORT, claims, notTested: [] }).match(/^## .*$/gm);
  expect(headings).toEqual(['## highWaterMark', '## HTTP', '## New in Node', '## Stream classes', '## V8']);
});

test('the page begins with totals, and with what differs between versions', () => {
  const page = renderClaimsPage(REPORT, SOURCES);
  expect(
    page,
  ).toContain(`2 claims are tested. One more is [not tested](#not-tested): no experiment can decide it.

| on | true | partly | false |
| --- | --- | --- | --- |
| Node 20.1.0 | 1 | 1 | 0 |
| Node 26.1.0 | 0 | 1 | 1 |

## What differs between versions

- A slab has 8 KiB \\| \\\`8192\\\` bytes. true on Node 20, false on Node 26 ([slabs](high-water/slabs.ts))
`);
});

test('the sources have our summary, and are numbered', () => {
  expect(renderClaimsPage(REPORT, SOURCES)).toContain(`1. *On the sea*, by A. Sailor. What sailors say.
2. *On slabs* (\`https://example.com/<b>\`). About stones.
`);
});

test('a summary for people has the totals and the same rows, with the names of the claims', () => {
  const markdown = renderClaimsMarkdown(REPORT);
  expect(markdown).toContain('- Node 20.1.0: 2 claims: 1 true, 1 partly');
  expect(rowsOf(markdown).map((row) => row.replace(/^.*\| (.*) \|$/, '$1'))).toEqual(['`slabs`', '`salt`']);
});
