/** The catalogue page, and how the scenarios that come with tidemark refer to each other. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { listNames } from '../catalogue/built-in.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { compiled, packageRoot } from '../package-root.ts';

const FOLDER = join(packageRoot, 'scenarios');
const PAGE = readFileSync(join(FOLDER, 'README.md'), 'utf8');
const SCENARIOS = await loadScenarios(listNames());

describe('the catalogue page', () => {
  test('is what `list --markdown` prints: `npm run docs:catalogue` writes it', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[compiled('harness/cli.js'), 'list', '--markdown'],
    ]);
    expect(PAGE).toBe(stdout);
  });

  test('shows a counted result of each scenario, but of baseline-noop, which counts nothing', () => {
    expect(PAGE.match(/^Counted: .+\.$/gm)).toHaveLength(SCENARIOS.length - 1);
  });

  test('has one section for each scenario, in a group', () => {
    const headings = [...PAGE.matchAll(/^### `(.*)`$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(listNames());
    expect(PAGE).not.toContain('\n## Others\n');
  });

  test('links only to targets that exist', () => {
    const targets = [...PAGE.matchAll(/\]\((?!https:)([^)]*)\)/g)].map(([, target = '']) => target);
    expect(targets.filter((target) => target.startsWith('#')).length).toBeGreaterThan(SCENARIOS.length);
    expect(targets.filter((target) => target.endsWith('.ts'))).toHaveLength(SCENARIOS.length);
    expect(targets.filter((target) => !exists(target))).toEqual([]);
  });
});

/** The anchors that GitHub gives to headings: lower case, hyphens for spaces, and a number if the name is taken. */
const ANCHORS = new Set<string>();
for (const [, heading = ''] of PAGE.matchAll(/^#{1,6} (.*)$/gm)) {
  const name = heading
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, '')
    .replaceAll(' ', '-');
  let anchor = name;
  for (let suffix = 1; ANCHORS.has(anchor); suffix += 1) anchor = `${name}-${suffix}`;
  ANCHORS.add(anchor);
}

const exists = (target: string): boolean =>
  target.startsWith('#') ? ANCHORS.has(target.slice(1)) : existsSync(join(FOLDER, target));

describe('a pair', () => {
  const named = new Map(SCENARIOS.map((scenario) => [scenario.name, scenario]));
  const paired = SCENARIOS.filter(({ pairedWith }) => pairedWith !== undefined).map((scenario) => ({
    scenario,
    pair: named.get(scenario.pairedWith ?? ''),
  }));

  test('has one scenario that is wrong and one that is right', () => {
    expect(paired.length).toBeGreaterThan(0);
    const sides = paired.map(({ scenario, pair }) => [sideOf(scenario), sideOf(pair)].sort().join(' '));
    expect(new Set(sides)).toEqual(new Set(['right wrong']));
  });

  test('consists of two scenarios that name each other, and of further right ones that name the wrong one', () => {
    const wrong = paired.filter(({ scenario }) => sideOf(scenario) === 'wrong');
    const unanswered = wrong.filter(({ scenario, pair }) => pair?.pairedWith !== scenario.name);
    expect(unanswered.map(({ scenario }) => scenario.name)).toEqual([]);
  });
});

const sideOf = (scenario: { readonly tags: readonly string[] } | undefined): string =>
  ['right', 'wrong'].filter((side) => scenario?.tags.includes(side)).join(' and ');
