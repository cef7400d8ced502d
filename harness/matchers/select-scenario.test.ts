import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import waits, * as module from '../test/fixtures-matchers/waits.bench.ts';
import { selectScenario } from './select-scenario.ts';

const FILE = fileURLToPath(new URL('../test/fixtures-matchers/waits.bench.ts', import.meta.url));
const pathOf = (selector: string): string =>
  selector.startsWith('file:') ? fileURLToPath(selector) : selector;

describe('a scenario', () => {
  test('may be a path, a name, or a URL, of another context as well', () => {
    expect(selectScenario('./upload.bench.ts')).toEqual({ selector: './upload.bench.ts' });
    expect(selectScenario(new URL('file:///a/b.ts'))).toEqual({ selector: 'file:///a/b.ts' });
    const foreign = runInNewContext('({ href: "file:///a/b.ts", protocol: "file:" })');
    expect(selectScenario(foreign)).toEqual({ selector: 'file:///a/b.ts' });
  });

  test('that was imported is known by its file', () => {
    for (const given of [waits, module, { ...waits }]) {
      const { selector, declares } = selectScenario(given);
      expect(pathOf(selector)).toBe(FILE);
      expect(declares).toEqual({ title: 'Waits for its sink', parameters: JSON.stringify(waits.parameters) });
    }
  });

  test.each([
    [() => {}, /a function cannot be measured/],
    [null, /null is not a scenario/],
    [{ run: 'no function' }, /type object is not a scenario/],
    [new URL('https://example.org/a.ts'), /not the URL of a file/],
    [{ run: Math.max }, /cannot be found/],
    [{ run: (() => {}).bind(null) }, /cannot be found/],
  ])('is not %s', (given, why) => {
    expect(() => selectScenario(given)).toThrow(why);
  });
});
