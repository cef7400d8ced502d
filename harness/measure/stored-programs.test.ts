import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compileScenario } from '../catalogue/compile-scenario.ts';
import { hashProgram } from '../catalogue/program-hash.ts';
import { findStoredPrograms } from './stored-programs.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-test-')));
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'package.json'), '{}');
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A file that fails the test if it is imported. */
function write(name: string): string {
  const path = join(root, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, `globalThis.wasImported = ${JSON.stringify(name)}; export default { run() {} };`);
  return path;
}

const hashOf = async (path: string): Promise<string> => hashProgram(await compileScenario(path));

afterEach(() => {
  expect(globalThis).not.toHaveProperty('wasImported');
});

test('a file that was measured is selected, and a name stays', async () => {
  const one = write('one.mjs');
  const programs = { 'one.mjs': await hashOf(one) };
  expect(await findStoredPrograms([one, 'ignore-drain'], programs)).toEqual({
    selectors: [one, 'ignore-drain'],
    differences: [],
  });
});

test('a named file that was not measured is a difference, and so is one with another program', async () => {
  const [one, two] = [write('one.mjs'), write('two.mjs')];
  const { differences } = await findStoredPrograms([one, two], { 'two.mjs': 'another' });
  expect(differences).toEqual(['the scenario one.mjs is new', 'the scenario two.mjs has been changed']);
});

test('a file of node:bench is what Node loads, not what is compiled of it', async () => {
  const bench = write('copy.bench.mjs');
  const programs = { 'copy.bench.mjs': await hashProgram(pathToFileURL(bench).href) };
  const find = () => findStoredPrograms([`bench:${bench}`], programs);
  expect(await find()).toEqual({ selectors: [`bench:${bench}`], differences: [] });
  writeFileSync(bench, 'throw 1;');
  expect((await find()).differences).toEqual(['the scenario copy.bench.mjs has been changed']);
});

test('of a folder only the files that were measured are selected', async () => {
  const [one] = [write('all/one.mjs'), write('all/shared.mjs')];
  const programs = { 'all/one.mjs': await hashOf(one) };
  expect(await findStoredPrograms([join(root, 'all')], programs)).toEqual({
    selectors: [one],
    differences: [],
  });
});

test('a folder with none of them is a difference', async () => {
  write('all/one.mjs');
  const { differences } = await findStoredPrograms([join(root, 'all')], { x: 'y' });
  expect(differences).toEqual([`no scenario in ${join(root, 'all')} is one of its own`]);
});
