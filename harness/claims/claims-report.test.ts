import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../result.ts';
import type { ClaimAnswerVerdict } from './claim.ts';
import {
  CLAIMS_SCHEMA_VERSION,
  type ClaimsReport,
  countVerdicts,
  groupByTopic,
  joinClaimsReports,
  listChanged,
  listNotReached,
  type MeasuredClaim,
  makeClaimsReport,
} from './claims-report.ts';

type Verdicts = Readonly<Record<string, ClaimAnswerVerdict>>;

const claimOf = (id: string, verdicts: Verdicts, topic = 'sea'): MeasuredClaim => ({
  ...{ id, topic, statement: `${id} is so.`, source: [] },
  answers: Object.fromEntries(Object.entries(verdicts).map(([node, verdict]) => [node, { verdict }])),
});

const reportOf = (nodes: readonly string[], claims: readonly MeasuredClaim[]): ClaimsReport => ({
  ...{ schemaVersion: CLAIMS_SCHEMA_VERSION, tool: { name: 'tidemark', version: '1.0.0' } },
  ...{ platform: 'linux', arch: 'x64', repeats: 2, nodes, claims, notTested: [], sources: {} },
});

const resultOf = (scenario: string, node: string, verdict?: ClaimAnswerVerdict): CaseResult =>
  ({
    ...{ scenario, node },
    ...(verdict !== undefined && { claim: { verdict, statement: `${scenario} is so.`, source: ['x'] } }),
  }) as Partial<CaseResult> as CaseResult;

test('a report of claims has each claim once, with its answer on every Node', () => {
  const { schemaVersion: _version, claims: _claims, ...described } = reportOf(['20.1.0', '26.0.0'], []);
  const results = [
    resultOf('salt', '20.1.0', 'true'),
    resultOf('blue', '20.1.0', 'false'),
    resultOf('salt', '26.0.0', 'partly'),
    resultOf('ignore-drain', '26.0.0'),
  ];
  const { claims } = makeClaimsReport(described, results, (id) => (id === 'salt' ? 'taste' : 'colour'));
  expect(claims).toEqual([
    {
      ...{ id: 'blue', topic: 'colour', statement: 'blue is so.', source: ['x'] },
      answers: { '20.1.0': { verdict: 'false' } },
    },
    {
      ...{ id: 'salt', topic: 'taste', statement: 'salt is so.', source: ['x'] },
      answers: { '20.1.0': { verdict: 'true' }, '26.0.0': { verdict: 'partly' } },
    },
  ]);
});

test('a report has the sources that its claims name, and no others', () => {
  const { schemaVersion: _version, claims: _claims, ...described } = reportOf(['20.1.0'], []);
  const sources = { x: { title: 'On the sea', summary: '' }, y: { title: 'On slabs', summary: '' } };
  const report = makeClaimsReport(
    { ...described, sources },
    [resultOf('salt', '20.1.0', 'true')],
    () => 'taste',
  );
  expect(Object.keys(report.sources)).toEqual(['x']);
});

test('a claim is not reached if a Node has no answer for it', () => {
  const claims = [claimOf('salt', { 20: 'true', 26: 'true' }), claimOf('blue', { 20: 'true' })];
  expect(listNotReached(['salt', 'blue', 'deep'], { claims, nodes: ['20', '26'] })).toEqual(['blue', 'deep']);
});

describe('a claim has changed between versions of Node', () => {
  const isChanged = (verdicts: Verdicts): boolean => listChanged([claimOf('salt', verdicts)]).length === 1;

  test('if two of them decide it differently', () => {
    expect(isChanged({ 20: 'true', 22: 'true', 24: 'false' })).toBe(true);
    expect(isChanged({ 20: 'partly', 22: 'true' })).toBe(true);
  });

  test('not if all that decide it agree', () => {
    expect(isChanged({ 20: 'true', 22: 'uncertain', 24: 'true' })).toBe(false);
    expect(isChanged({ 20: 'true', 22: 'not measured' })).toBe(false);
    expect(isChanged({ 20: 'not tested', 22: 'true', 24: 'true' })).toBe(false);
  });

  test('not if there is only one', () => {
    expect(isChanged({ 20: 'true' })).toBe(false);
  });
});

test('reports of several versions of Node are joined, the oldest first', () => {
  const joined = joinClaimsReports([
    reportOf(['26.10.0'], [claimOf('salt', { '26.10.0': 'false' }), claimOf('new', { '26.10.0': 'true' })]),
    reportOf(['20.20.2'], [claimOf('salt', { '20.20.2': 'true' })]),
    reportOf(['26.9.1'], [claimOf('salt', { '26.9.1': 'true' })]),
  ]);
  expect(joined.nodes).toEqual(['20.20.2', '26.9.1', '26.10.0']);
  expect(joined.claims).toEqual([
    claimOf('new', { '26.10.0': 'true' }),
    claimOf('salt', { '20.20.2': 'true', '26.9.1': 'true', '26.10.0': 'false' }),
  ]);
});

test('totals count each verdict, in a fixed order, and leave out what no claim has', () => {
  const claims = [
    claimOf('a', { 20: 'uncertain', 22: 'true' }),
    claimOf('b', { 20: 'true' }),
    claimOf('c', { 20: 'true' }),
    claimOf('d', { 20: 'not measured' }),
    claimOf('e', { 20: 'not tested' }),
  ];
  expect(Object.entries(countVerdicts(claims, '20'))).toEqual([
    ['true', 2],
    ['uncertain', 1],
    ['not tested', 1],
    ['not measured', 1],
  ]);
  expect(countVerdicts(claims, '22')).toEqual({ true: 1 });
  expect(countVerdicts(claims, '24')).toEqual({});
});

test('claims are grouped by topic', () => {
  const claims = [claimOf('a', {}, 'x'), claimOf('b', {}, 'y'), claimOf('c', {}, 'x')];
  const groups = [...groupByTopic(claims)].map(([topic, ofTopic]) => [topic, ofTopic.map(({ id }) => id)]);
  expect(groups).toEqual([
    ['x', ['a', 'c']],
    ['y', ['b']],
  ]);
});
