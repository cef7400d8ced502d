import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ClaimsReport } from '../../claims/claims-report.ts';
import { readStoredClaims, storeClaims } from './stored-claims.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tidemark-stored-claims-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const REPORT: ClaimsReport = {
  ...{ schemaVersion: 1, tool: { name: 'tidemark', version: '1.0.0' }, platform: 'linux', arch: 'x64' },
  ...{ repeats: 2, nodes: ['20.1.0', '26.1.0'], notTested: [], sources: {} },
  claims: [
    {
      ...{ id: 'salt', topic: 'sea', source: [], statement: 'The sea is salt.' },
      answers: { '20.1.0': { verdict: 'true', reading: '35 g' }, '26.1.0': { verdict: 'false' } },
    },
    {
      ...{ id: 'new', topic: 'sea', source: [], statement: 'It is new.' },
      answers: { '26.1.0': { verdict: 'true' } },
    },
  ],
};

test('each version of Node has its own JSON and Markdown, and nothing else is written', () => {
  const folder = storeClaims(root, REPORT, ({ nodes, claims }) => `${nodes} ${claims.length}`);
  expect(readdirSync(folder).sort()).toEqual([
    ...['node-20.1.0.json', 'node-20.1.0.md', 'node-26.1.0.json', 'node-26.1.0.md'],
  ]);
  expect(readFileSync(join(folder, 'node-20.1.0.md'), 'utf8')).toBe('20.1.0 1\n');
});

test('what was stored is read as one report, with the claims in their order', () => {
  storeClaims(root, REPORT, () => '');
  expect(readStoredClaims(root)).toEqual({ ...REPORT, claims: REPORT.claims.toReversed() });
});

test('without stored claims there is nothing to read', () => {
  expect(readStoredClaims(root)).toBeUndefined();
});

test('a file that is not one of claims is refused, and named', () => {
  const folder = storeClaims(root, REPORT, () => '');
  writeFileSync(join(folder, 'node-20.1.0.json'), '{"schemaVersion": 1}');
  expect(() => readStoredClaims(root)).toThrow(/node-20\.1\.0\.json is not valid: /);
});

test('a file that cannot be written is an error that names it', () => {
  writeFileSync(join(root, 'claims'), 'in the way');
  expect(() => storeClaims(root, REPORT, () => '')).toThrow(/node-20\.1\.0/);
});
