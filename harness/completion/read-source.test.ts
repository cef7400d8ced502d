import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findBuiltIn } from '../catalogue/built-in.ts';
import type { Parameter } from '../scenario.ts';
import { readParameters, readStrings, readTags } from './read-source.ts';

test('parameters are found with the values that are written out', () => {
  const source = `
import { sinks } from './sinks.js';
export default defineScenario({
  parameters: {
    highWaterMark: bytes([64 * KiB, 16_384]), // not a: parameter
    allocation: choice(['alloc', "allocUnsafe"]),
    'sink': sinks,
    shorthand,
    volume: volume(1 * MiB),
  },
  async run({ parameters: { highWaterMark } }) {},
});`;
  expect(readParameters(source)).toEqual([
    { name: 'highWaterMark', values: ['64KiB', '16384'] },
    { name: 'allocation', values: ['alloc', 'allocUnsafe'] },
    { name: 'sink', values: [] },
    { name: 'shorthand', values: [] },
    { name: 'volume', values: ['1MiB'] },
  ]);
});

test('where parameters are declared elsewhere, those that a function takes are known', () => {
  expect(readParameters('parameters: all, run({ parameters: { chunkSize, volume } }) {}')).toEqual([
    { name: 'chunkSize', values: [] },
    { name: 'volume', values: [] },
  ]);
});

test.each(['', 'parameters: {', 'parameters: { a: bytes([', 'parameters', '{ parameters: {} }'])(
  'source that cannot be understood has none: %s',
  (source) => {
    expect(readParameters(source).flatMap(({ values }) => values)).toEqual([]);
  },
);

test('strings are those of one key, in JSON and in JavaScript', () => {
  expect(readStrings('{ "scenarios": ["bench", "a/*.ts"], "results": "out" }', 'scenarios')).toEqual([
    'bench',
    'a/*.ts',
  ]);
  expect(readStrings("defineConfig({ results: 'out', scenarios: 'bench' })", 'results')).toEqual(['out']);
  expect(readStrings('{ "myresults": "out" }', 'results')).toEqual([]);
});

test('of every scenario that comes with tidemark, the text has the parameters and tags that it declares', async () => {
  const all = [...findBuiltIn()];
  expect(all.length).toBeGreaterThan(100);
  const wrong: string[] = [];
  for (const [name, url] of all) {
    const source = readFileSync(fileURLToPath(url), 'utf8');
    const { default: scenario } = (await import(url)) as {
      default: { parameters?: Record<string, Parameter>; tags: string[] };
    };
    const written = readParameters(source).map((one) => one.name);
    const declared = Object.keys(scenario.parameters ?? {});
    const isSame = `${written}|${readTags(source)}` === `${declared}|${scenario.tags}`;
    if (!isSame) wrong.push(`${name}: ${written}|${readTags(source)}, not ${declared}|${scenario.tags}`);
  }
  expect(wrong).toEqual([]);
});
