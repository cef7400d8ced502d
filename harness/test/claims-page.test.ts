/** The page of claims, and the results that it is made of. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { findClaimTopics } from '../catalogue/built-in.ts';
import { loadUntestedClaims, readClaimSources, readExperiment } from '../catalogue/claims.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { claimsReportSchema } from '../claims/claim-schema.ts';
import { packageRoot } from '../package-root.ts';
import { renderClaimsPage } from '../report/markdown/claims/claims-page.ts';
import { readStoredClaims } from '../store/claims/stored-claims.ts';

const FOLDER = join(packageRoot, 'scenarios', 'claims');
const PAGE = readFileSync(join(FOLDER, 'README.md'), 'utf8');
const STORED = readStoredClaims(join(packageRoot, 'results'));
if (STORED === undefined) throw new Error('results/claims/ is empty');

test('the page is what `npm run docs:claims` makes of results/claims/', () => {
  expect(renderClaimsPage(STORED, readClaimSources())).toBe(PAGE);
});

test('every claim has been measured on every version: if one is missing, measure all again', async () => {
  const measured = STORED.claims.filter(({ answers }) => STORED.nodes.every((node) => answers[node]));
  expect(namesOf(measured)).toEqual([...findClaimTopics().keys()].sort());
  expect(namesOf(STORED.notTested)).toEqual(namesOf(await loadUntestedClaims()));
});

test('the page says of each claim what its experiment says today: if not, measure all again', async () => {
  const declared = await loadScenarios(STORED.claims.map(({ id }) => `claim:${id}`));
  const statements = new Map(declared.map(({ name, claim }) => [name, claim?.statement]));
  const outdated = STORED.claims.filter(({ id, statement, answers }) => {
    const text = readWithSupport(id);
    const said = Object.values(answers).flatMap(({ reading = '', condition = '' }) => [reading, condition]);
    const words = said.join(' ').match(/[A-Za-z]{3,}/g) ?? [];
    return statement !== statements.get(id) || words.some((word) => !text.includes(word));
  });
  expect(namesOf(outdated)).toEqual([]);
});

/** The experiment, and what it imports of scenarios/support/. */
function readWithSupport(id: string): string {
  const { path, text } = readExperiment(id);
  const imported = [...text.matchAll(/from '([^']*\/support\/[^']*)'/g)].map(([, file = '']) =>
    readFileSync(join(packageRoot, dirname(path), file), 'utf8'),
  );
  // A rule may print whether something is true.
  return [text, ...imported, 'true', 'false'].join('\n');
}

const namesOf = (claims: readonly { readonly id: string }[]): string[] => claims.map(({ id }) => id).sort();

test('the page links only to files that exist', () => {
  const targets = [...PAGE.matchAll(/\]\((?!https?:|#)([^)]*)\)/g)].map(([, target = '']) => target);
  expect(targets.length).toBeGreaterThan(STORED.claims.length - 1);
  expect(targets.filter((target) => !existsSync(join(FOLDER, target)))).toEqual([]);
});

test('results/README.md describes every field of the JSON', () => {
  const page = readFileSync(join(packageRoot, 'results', 'README.md'), 'utf8');
  const [, section = ''] = page.split('## claims/node-VERSION.json');
  const described = new Set(section.split('\n## ')[0]?.match(/\w+/g));
  const schema = JSON.stringify(z.toJSONSchema(claimsReportSchema));
  const fields = new Set([...schema.matchAll(/"(\w+)":\{/g)].map(([, field = '']) => field));
  for (const word of ['properties', 'items', 'propertyNames', 'additionalProperties']) fields.delete(word);
  expect(fields.has('notReached')).toBe(true);
  expect([...fields].filter((field) => !described.has(field))).toEqual([]);
});
