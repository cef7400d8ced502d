import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compiled } from '../package-root.ts';

/** Each module counts its evaluations in `seen`. */
const MODULES = {
  'helper.mjs': `seen.push('helper'); export const helper = {};`,
  'old.cjs': `seen.push('old'); module.exports = { run: () => 'of CommonJS' };`,
  'plain.mjs': `import { helper } from './helper.mjs'; import old from './old.cjs'; seen.push('plain');
    export default { helper, old, url: import.meta.url };`,
  'awaits.mjs': `import { helper } from './helper.mjs'; seen.push('awaits'); await 1; export default { helper };`,
  'imports-one-that-awaits.mjs': `import './old.cjs'; import it from './awaits.mjs'; seen.push('outer'); export default it;`,
  'cycle-a.mjs': `import b from './cycle-b.mjs'; export default { name: 'a', b: () => b };`,
  'cycle-b.mjs': `import a from './cycle-a.mjs'; export default { name: 'b', a: () => a.name };`,
  'named.mjs': `seen.push('named'); export default { it: 'is the default' }; export { it as 'module.exports' }; const it = 1;`,
  'throws.mjs': `import './helper.mjs'; function inner() { seen.push('throws'); throw new RangeError('too late'); } inner();`,
  'lacks-a-file.mjs': `import './nowhere.mjs';`,
  'lacks-a-name.mjs': `import { nothing } from 'node:fs';`,
};

const LOADER = `import { loadScenario } from ${JSON.stringify(pathToFileURL(compiled('harness/child/load-scenario.js')).href)};
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
const { cache } = createRequire(import.meta.url);
globalThis.seen = [];
const answers = {};
for (const url of process.argv.slice(2)) {
  const name = url.slice(url.lastIndexOf('/') + 1);
  try {
    const it = await loadScenario(url);
    const again = (await import(url)).default;
    const { helper } = await import(new URL('helper.mjs', url));
    answers[name] = { is: it, isSame: it === again, hasHelper: it.helper === helper, run: it.run?.() ?? it.old?.run(), b: it.b?.().a() };
  } catch (error) {
    const frames = error.stack.split('\\n').filter((line) => line.includes('throws.mjs:'));
    answers[name] = { error: error.name + ': ' + error.message, code: error.code, frames: error.code || error.name === 'SyntaxError' ? [] : frames };
  }
  Object.assign(answers[name], { seen: seen.splice(0), isRequired: fileURLToPath(url) in cache });
}
console.log(JSON.stringify(answers));`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-load-'));
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, 'loader.mjs'), LOADER);
});
afterAll(() => rmSync(folder, { recursive: true }));

test('what is loaded, and each error, is the same whether ES modules are required or imported', async () => {
  const required = await loadAll([]);
  const imported = await loadAll(['--no-experimental-require-module']);
  expect(imported.answers['plain.mjs']).toHaveProperty('isRequired', false);
  expect(withoutHow(required)).toEqual(withoutHow(imported));
  const { answers, stderr } = required;
  expect(answers['plain.mjs']).toHaveProperty('isRequired', process.versions.node.startsWith('20.'));
  expect(stderr).toBe('');
  expect(answers['plain.mjs']).toMatchObject({
    is: { url: pathToFileURL(join(folder, 'plain.mjs')).href },
    isSame: true,
    hasHelper: true,
    run: 'of CommonJS',
    seen: ['helper', 'old', 'plain'],
  });
  // A top-level await is found before anything is evaluated: no module is evaluated twice.
  expect(answers['imports-one-that-awaits.mjs']).toMatchObject({
    isSame: true,
    hasHelper: true,
    seen: ['awaits', 'outer'],
  });
  expect(answers['old.cjs']).toMatchObject({ run: 'of CommonJS', isSame: true, seen: [] });
  expect(answers['cycle-a.mjs']).toMatchObject({ b: 'a' });
  expect(answers['named.mjs']).toMatchObject({ is: { it: 'is the default' }, seen: ['named'] });
  expect(answers['throws.mjs']).toMatchObject({
    error: 'RangeError: too late',
    frames: [expect.stringContaining('throws.mjs:1:'), expect.stringContaining('throws.mjs:1:')],
    seen: ['throws'],
  });
  expect(answers['lacks-a-file.mjs']).toMatchObject({ code: 'ERR_MODULE_NOT_FOUND' });
  expect(answers['lacks-a-name.mjs']).toMatchObject({
    error: expect.stringContaining("does not provide an export named 'nothing'"),
  });
});

async function loadAll(flags: readonly string[]) {
  const names = Object.keys(MODULES).filter((name) => name !== 'helper.mjs' && name !== 'awaits.mjs');
  const ordered = [...names.filter((name) => name !== 'old.cjs'), 'old.cjs'];
  const urls = ordered.map((name) => pathToFileURL(join(folder, name)).href);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...flags, join(folder, 'loader.mjs'), ...urls],
    { env: {} },
  );
  return { answers: JSON.parse(stdout) as Record<string, Record<string, unknown>>, stderr };
}

const withoutHow = ({ answers, stderr }: Awaited<ReturnType<typeof loadAll>>) => ({
  stderr,
  answers: Object.entries(answers).map(([name, { isRequired: _, ...answer }]) => [name, answer]),
});
