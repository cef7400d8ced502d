import { expect, test } from 'vitest';
import type { ClaimAnswer } from '../../../claims/claim.ts';
import type { CaseResult } from '../../../result.ts';
import { makeCase, makeReport } from '../../../test/builders.ts';
import { judgeCase } from './case-figures.ts';
import { renderClaims } from './claims.ts';
import { renderVerdict } from './overview.ts';

const SOURCES = { a: { title: 'On the <sea>', summary: '' } };

const claimOn = (node: string, answer: ClaimAnswer): CaseResult =>
  makeCase({
    ...{ scenario: 'salt', node },
    claim: { statement: 'The sea is <b>salt</b>.', source: ['a', 'a wiki'], ...answer },
  });

test('a page has a row for each claim: statement, verdict on each Node, readings, and source', () => {
  const report = makeReport({
    results: [
      claimOn('20.1.0', { verdict: 'true', reading: '35 g' }),
      claimOn('26.1.0', { verdict: 'partly', condition: 'in the Dead Sea', reading: '340 g' }),
    ],
  });
  const [node] = report.environment.nodes;
  if (node === undefined) throw new Error('the report has no Node');
  const nodes = ['20.1.0', '26.1.0'].map((version) => ({ ...node, node: version }));
  const { html } = renderClaims(
    { ...report, environment: { ...report.environment, nodes } },
    { sources: SOURCES },
  );
  expect(html).toContain('<li>Node 20.1.0: 1 claim: 1 true</li>');
  expect(html).toContain('The sea is &#60;b&#62;salt&#60;/b&#62;.<br><small>salt</small>');
  expect(html).toMatch(/<td [^>]*data-head="Node 20.1.0">true<td [^>]*data-head="Node 26.1.0">partly/);
  expect(html).toContain('Node 20.1.0: 35 g<br>Node 26.1.0: in the Dead Sea; 340 g');
  expect(html).toContain('On the &#60;sea&#62;; a wiki');
});

test('in the overview of cases a claim has its verdict, unless its run failed', () => {
  const claim = claimOn('20.1.0', { verdict: 'false', reading: '35 g' });
  expect(judgeCase(claim)).toBe('false');
  expect(judgeCase({ ...claim, expectations: [{ text: 'it holds', passed: false }] })).toBe('failed');
});

test('a page without claims has no section for them', () => {
  expect(renderClaims(makeReport({ results: [makeCase({})] }), { sources: SOURCES }).html).toBe('');
});

test('claims are shown by topic, and those without one as your own', () => {
  const claims = ['drain-b', 'pool-a', 'drain-a', 'mine'].map((scenario) =>
    makeCase({
      scenario,
      claim: { statement: `Of ${scenario}.`, source: [], verdict: 'true', reading: 'counted' },
    }),
  );
  const topics = new Map([
    ...(['drain-a', 'drain-b'] as const).map((id) => [id, 'high-water'] as const),
    ['pool-a', 'http'],
  ]);
  const { html } = renderClaims(makeReport({ results: claims }), { topics });
  const order = [...html.matchAll(/<caption>(.*?)<\/caption>|<small>(.*?)<\/small>/g)];
  expect(order.map(([, caption, id]) => caption ?? id)).toEqual([
    ...['Claims: your own', 'mine'],
    ...['Claims: High water', 'drain-a', 'drain-b'],
    ...['Claims: HTTP', 'pool-a'],
  ]);
});

test('the first line of the page counts claims: none of them has passed or failed', () => {
  const headlineOf = (...answers: readonly ClaimAnswer['verdict'][]): string | undefined => {
    const versions = answers.map((_, index) => `2${index}.1.0`);
    const results = versions.map((node, index) => claimOn(node, { verdict: answers[index] ?? 'true' }));
    const report = makeReport({ results });
    const [node] = report.environment.nodes;
    if (node === undefined) throw new Error('the report has no Node');
    const nodes = versions.map((version) => ({ ...node, node: version }));
    const environment = { ...report.environment, nodes };
    const page = renderVerdict({ ...report, environment, request: { ...report.request, command: 'claims' } });
    return /<p class="verdict">(.*?)<\/p>/.exec(page.html)?.[1];
  };
  expect(headlineOf('false')).toBe('<strong>measured</strong>: 1 claim on Node 20.1.0');
  expect(headlineOf('true', 'false')).toBe(
    '<strong>measured</strong>: 1 claim on 2 versions of Node, of which 1 differs between them',
  );
});
