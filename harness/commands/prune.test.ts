import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder } from '../store/folder-lock.ts';
import { pruneResults } from './prune.ts';

function makeResults(names: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'tidemark-prune-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const name of names) mkdirSync(join(root, name), { recursive: true });
  return root;
}

test('the newest invocations stay, and folders that tidemark did not name are not touched', () => {
  const [old, middle, recent] = [
    '2026-01-01T00-00-00-aaaa',
    '2026-01-02T00-00-00-bbbb',
    '2026-01-03T00-00-00-cccc',
  ];
  const root = makeResults([recent, 'my-notes', old, middle]);
  expect(pruneResults(root, 2)).toEqual([old]);
  expect(readdirSync(root).sort()).toEqual([middle, recent, 'my-notes']);
});

test('nothing is removed if there are no more than --keep, or no results at all', () => {
  expect(pruneResults(makeResults(['2026-01-01T00-00-00-aaaa']), 1)).toEqual([]);
  expect(pruneResults(makeResults([]), 0)).toEqual([]);
});

test('an invocation that runs stays, also if only one of its sides is written', () => {
  const [old, sides, recent] = [
    '2026-01-01T00-00-00-aaaa',
    '2026-01-02T00-00-00-bbbb',
    '2026-01-03T00-00-00-cccc',
  ];
  const root = makeResults([old, join(sides, 'b'), recent]);
  const unlock = [lockFolder(join(root, old)), lockFolder(join(root, sides, 'b'))];
  expect(pruneResults(root, 1)).toEqual([]);
  for (const each of unlock) each();
  expect(pruneResults(root, 1)).toEqual([old, sides]);
});
