import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-hash-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the hash of a program', () => {
  test('is another after a change of the file, and the first again after it is undone', async () => {
    const first = await hashOf('export const size = 1;');
    expect(await hashOf('export const size = 2;')).not.toBe(first);
    expect(await hashOf('export const size = 1;')).toBe(first);
  });

  test.each([
    ['imports', "import { size } from './shared.js';"],
    ['imports for its effect', "import './shared.js';"],
    ['exports again', "export * from './shared.js';"],
    ['imports over several lines', "import {\n  size,\n} from './shared.js';"],
  ])('is another after a change of a file that it %s', async (_, text) => {
    write('shared.js', 'export const size = 1;');
    const first = await hashOf(text);
    write('shared.js', 'export const size = 2;');
    expect(await hashOf(text)).not.toBe(first);
  });

  test('is another after a change of a file that is imported by an imported one, in a circle', async () => {
    write('a.js', "import './b.js';");
    write('b.js', "import './a.js';\nimport './one.js'; export const size = 1;");
    const first = await hashOf("import './a.js';");
    write('b.js', "import './a.js';\nimport './one.js'; export const size = 2;");
    expect(await hashOf("import './a.js';")).not.toBe(first);
  });

  test.each([
    ['peer.js', "new URL('./peer.js', import.meta.url)"],
    ['peer.ts', 'new URL(\n  "./peer.ts",\n  import.meta.url\n)'],
    ['lib/peer.mts', 'new URL(`./peer.mts`, __tidemark_import_meta_url2)'],
  ])('is another after a change of %s, which it starts by %j', async (name, code) => {
    const base = pathToFileURL(join(folder, 'lib', 'source.ts')).href;
    const text = `var __tidemark_import_meta_url2 = "${base}";\nexport const peer = ${code};`;
    write(name, 'globalThis.size = 1;');
    const first = await hashOf(text);
    write(name, 'globalThis.size = 2;');
    expect(await hashOf(text)).not.toBe(first);
    write(name, '// as before\nglobalThis.size = 1;');
    expect(await hashOf(text)).toBe(first);
    write(name, 'does not compile');
    expect(await hashOf(text)).not.toBe(first);
    rmSync(join(folder, name));
    expect(await hashOf(text)).not.toBe(first);
  });

  describe('is another with another version of', () => {
    test.each([
      "import left from 'left';",
      "import 'left/part';",
      "import { a,\n b } from 'left';",
      "export const later = () => import('left');",
      'export const later = () => __require("left");',
    ])('a package: %j', async (text) => {
      install('left', '1.0.0');
      const first = await hashOf(text);
      expect(await hashOf(text)).toBe(first);
      install('left', '1.0.1');
      expect(await hashOf(text)).not.toBe(first);
    });

    test('a package that it depends on, wherever that is installed', async () => {
      install('left', '1.0.0', { dependencies: { right: '1', left: '1' } });
      install('right', '1.0.0');
      const first = await hashOf("import 'left';");
      install('right', '1.0.1');
      const second = await hashOf("import 'left';");
      install('right', '1.0.1', {}, 'node_modules/left/');
      install('right', '1.0.2');
      expect([second === first, (await hashOf("import 'left';")) === second]).toEqual([false, true]);
    });

    test('an addon that was built again', async () => {
      const text = `export const addon = require("${fileURLToPath(write('node_modules/left/a.node', 'one'))}");`;
      install('left', '1.0.0');
      const first = await hashOf(text);
      write('node_modules/left/a.node', 'two');
      expect(await hashOf(text)).not.toBe(first);
    });
  });

  test('does not depend on packages that it does not import, nor on one with the name of a module of Node', async () => {
    const text = "import 'node:fs';\nimport 'os';\nimport 'missing';";
    const first = await hashOf(text);
    for (const name of ['left', 'os']) install(name, '1.0.0');
    write('node_modules/missing/package.json', '');
    expect(await hashOf(text)).toBe(first);
  });

  test('does not depend on comments, its name or its folder', async () => {
    const text = 'export const size = 1;';
    const first = await hashOf(`// ../../elsewhere/one.ts\n${text}`);
    expect(await hashOf(`// one.ts\n${text}`, 'below/two.js')).toBe(first);
  });
});

function write(name: string, text: string): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return pathToFileURL(join(folder, name)).href;
}

/** As another invocation finds it: one compiles a file once. */
async function hashOf(text: string, name = 'one.js'): Promise<string> {
  vi.resetModules();
  const { hashProgram } = await import('./program-hash.ts');
  return hashProgram(write(name, text));
}

const install = (name: string, version: string, rest: object = {}, below = ''): void =>
  void write(`${below}node_modules/${name}/package.json`, JSON.stringify({ name, version, ...rest }));
