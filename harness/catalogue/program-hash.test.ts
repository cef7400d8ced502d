import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashProgram } from './program-hash.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-hash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the hash of a program', () => {
  test('is another after a change of the file, and the first again after it is undone', () => {
    const first = hashOf('export const size = 1;');
    expect(hashOf('export const size = 2;')).not.toBe(first);
    expect(hashOf('export const size = 1;')).toBe(first);
  });

  test.each([
    ['imports', "import { size } from './shared.js';"],
    ['imports for its effect', "import './shared.js';"],
    ['exports again', "export * from './shared.js';"],
    ['imports over several lines', "import {\n  size,\n} from './shared.js';"],
  ])('is another after a change of a file that it %s', (_, text) => {
    write('shared.js', 'export const size = 1;');
    const first = hashOf(text);
    write('shared.js', 'export const size = 2;');
    expect(hashOf(text)).not.toBe(first);
  });

  test('is another after a change of a file that is imported by an imported one, in a circle', () => {
    write('a.js', "import './b.js';");
    write('b.js', "import './a.js';\nimport './one.js'; export const size = 1;");
    const first = hashOf("import './a.js';");
    write('b.js', "import './a.js';\nimport './one.js'; export const size = 2;");
    expect(hashOf("import './a.js';")).not.toBe(first);
  });

  test('does not depend on comments, its name or its folder, nor on packages', () => {
    const text = "import 'some-package';\nexport const size = 1;";
    const first = hashOf(`// ../../elsewhere/one.ts\n${text}`);
    mkdirSync(join(folder, 'below'));
    expect(hashOf(`// one.ts\n${text}`, 'below/two.js')).toBe(first);
  });
});

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
}

const hashOf = (text: string, name = 'one.js'): string => hashProgram(write(name, text));
