/** What the package promises to those who write a scenario, and what the catalogue promises beyond it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listNames } from '../catalogue/built-in.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { compiled, packageRoot } from '../package-root.ts';
import { bytes, defineScenario, volume } from '../scenario.ts';

const SCENARIOS = await loadScenarios(listNames());

/** What `list --tag` can be given: one word per idea, so that a synonym or a typing error is noticed. */
const TAGS = new Set([
  ...['right', 'wrong'],
  ...[
    'writable',
    'readable',
    'transform',
    'file',
    'http',
    'http2',
    'iter',
    'tls',
    'websocket',
    'tcp',
    'database',
    'web',
    'buffer',
    'baseline',
    'process',
  ],
  ...[
    'abort',
    'allocation',
    'async',
    'backpressure',
    'blob',
    'broadcast',
    'child-process',
    'chunks',
    'concat',
    'concurrency',
    'cork',
    'crypto',
    'duplex',
    'fetch',
    'flowing',
    'gc',
    'generator',
    'heap',
    'highWaterMark',
    'ipc',
    'leak',
    'limit',
    'objectMode',
    'operations',
    'pipe',
    'pipeline',
    'pool',
    'readline',
    'retention',
    'rss',
    'security',
    'stdout',
    'string',
    'tee',
    'toWeb',
    'worker',
    'zlib',
  ],
]);

describe('each scenario of the catalogue', () => {
  test('has the name of its file', () => {
    expect(SCENARIOS.map(({ name }) => name)).toEqual(listNames());
  });

  test('has a title of its own, and a tag', () => {
    expect(SCENARIOS.filter(({ name, title, tags }) => title === name || tags.length === 0)).toEqual([]);
    expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(SCENARIOS.length);
  });

  test('says what it does, why that matters and what to expect', () => {
    const silent = SCENARIOS.filter(({ about }) =>
      [about?.what, about?.why, about?.expect].some((text = '') => text.trim().length < 10),
    );
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('has only tags that are listed here, and each tag is used', () => {
    const used = new Set(SCENARIOS.flatMap(({ tags }) => tags));
    expect([...used].sort()).toEqual([...TAGS].sort());
  });

  test('has a volume if it expects growth, so that growth is measured by the bytes streamed', () => {
    const growing = SCENARIOS.filter(({ expect: expectation }) => expectation?.growth !== undefined);
    expect(growing.length).toBeGreaterThan(20);
    const withoutVolume = growing.filter(({ parameters }) =>
      Object.values(parameters).every(({ kind }) => kind !== 'volume'),
    );
    expect(withoutVolume.map(({ name }) => name)).toEqual([]);
  });

  test('states what it must show', () => {
    const unstated = SCENARIOS.filter(
      ({ expect: expectation, limits }) => expectation === undefined && limits === undefined,
    );
    expect(unstated.map(({ name }) => name)).toEqual([]);
  });
});

describe('the contract', () => {
  test('loads nothing into the measured process', () => {
    expect(readFileSync(compiled('harness/scenario.js'), 'utf8')).not.toMatch(
      /^\s*(import|export .* from)\b/m,
    );
  });

  test('documents everything that it exports, and each function with an example', () => {
    const sources = ['scenario', 'scenario-context', 'peer'].map((file) =>
      readFileSync(join(packageRoot, 'harness', `${file}.ts`), 'utf8'),
    );
    const exported = sources.flatMap((source) => [
      ...source.matchAll(
        /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?^export (?:async )?(const|function|interface|type) (\w+)/gm,
      ),
    ]);
    expect(exported.length).toBeGreaterThan(25);
    expect(exported.filter(([, comment]) => comment === undefined).map(([, , , name]) => name)).toEqual([]);
    const functions = exported.filter(([, , kind, name = '']) => kind === 'function' || /^[a-z]/.test(name));
    const withoutExample = functions.filter(([, comment = '']) => !comment.includes('@example'));
    expect(withoutExample.map(([, , , name]) => name)).toEqual([]);
  });

  test('needs nothing but run(), and its types know the metrics and the parameters', () => {
    expect(defineScenario({ run() {} })).toMatchObject({ run: expect.any(Function) });
    defineScenario({
      // @ts-expect-error: the compiler lists the names that exist.
      expect: { metric: 'peakRSS' },
      run() {},
    });
    defineScenario({
      // @ts-expect-error: a mistyped limit.
      limits: { peakRSS: 1 },
      run() {},
    });
    defineScenario({
      parameters: { size: bytes([1]), volume: volume(1) },
      run({ parameters }) {
        const size: number = parameters.size;
        // @ts-expect-error: there is no such parameter.
        return [size, parameters.sise];
      },
    });
  });
});
