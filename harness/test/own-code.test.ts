/** Scenarios in realistic projects, measured from the command line; each checks what it imported. */
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { CommandLine, type Ended } from './command-line.ts';

const QUICK = ['--runs', '1', '--no-growth', '--no-profile'];

let cli: CommandLine;
beforeAll(() => {
  cli = new CommandLine('own-code');
});
afterAll(() => {
  cli.remove();
});

/** A workspace: its root has no "type", `shared` exports TypeScript, `plain` is CommonJS, `installed` is a real package. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': '{"name":"project"}',
  'tsconfig.json': '{"compilerOptions":{"paths":{"@lib/*":["./lib/*"]}}}',
  'lib/data.json': '{"size":7}',
  'lib/typed.ts': 'export const typed: number = 3;',
  'lib/addon.node': 'not an addon',
  'lib/old.cjs': `const { join } = require('path');
    exports.sibling = join(__dirname, 'sibling');
    exports.resolved = require.resolve('./data.json');
    exports.data = require('./data.json');`,
  'packages/shared/package.json': '{"name":"shared","type":"module","exports":"./src/index.ts"}',
  'packages/shared/src/index.ts': `import dependency from 'dependency';
    import { part } from './part.ts';
    enum Level { One = 1 }
    export const shared: number = part + Level.One;
    export const file = import.meta.filename;
    export { dependency };`,
  'packages/shared/src/part.ts': 'export const part: number = 1;',
  'packages/shared/node_modules/dependency/package.json': '{"name":"dependency","main":"index.js"}',
  'packages/shared/node_modules/dependency/index.js': "module.exports = 'only shared has it';",
  'packages/plain/package.json': '{"name":"plain","type":"commonjs","main":"index.js"}',
  'packages/plain/index.js': 'exports.plain = __filename;',
  'packages/plain/bench/same-package.ts': `const { plain } = require('..');
    import { ok } from 'node:assert';
    export default { run() { ok(plain.endsWith('index.js')); ok(__dirname.endsWith('bench')); } };`,
  'node_modules/installed/package.json': '{"name":"installed","main":"index.js"}',
  'node_modules/installed/index.js': 'exports.file = __filename; exports.state = {};',
  'bench/common.ts': `const assert = require('node:assert');
    const { defineScenario, MiB } = require('tidemark');
    const { sibling, resolved, data } = require('../lib/old.cjs');
    const { shared, file, dependency } = require('shared');
    const { plain } = require('plain');
    const installed = require('installed');
    const { typed } = require('@lib/typed');
    let missing: { code?: string } = {};
    try { require('not-installed'); } catch (error) { missing = error as { code?: string }; }
    let addon: { code?: string } = {};
    try { require('../lib/addon.node'); } catch (error) { addon = error as { code?: string }; }
    module.exports = defineScenario({
      run() {
        const root = process.env.PROJECT + '/';
        assert.deepStrictEqual(
          { sibling, resolved, data, shared, file, dependency, plain, installed: installed.file, typed },
          {
            sibling: root + 'lib/sibling', resolved: root + 'lib/data.json', data: { size: 7 },
            shared: 2, file: root + 'packages/shared/src/index.ts', dependency: 'only shared has it',
            plain: root + 'packages/plain/index.js', installed: root + 'node_modules/installed/index.js', typed: 3,
          },
        );
        assert.deepStrictEqual([MiB, __dirname, require.main === module], [1024 * 1024, root + 'bench', false]);
        assert.deepStrictEqual([missing.code, addon.code], ['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED']);
      },
    });`,
  'bench/module.mts': `import assert from 'node:assert';
    import { createRequire } from 'node:module';
    import old, { data as named } from '../lib/old.cjs';
    import data from '../lib/data.json' with { type: 'json' };
    import { shared } from 'shared';
    import installed from 'installed';
    import { typed } from '@lib/typed.ts';
    const require = createRequire(import.meta.url);
    const __dirname = import.meta.dirname;
    export default {
      async run() {
        const { typed: later } = await import('../lib/typed.ts');
        const again = await import('installed');
        assert.deepStrictEqual([old.data, named, data, require('../lib/data.json')], Array(4).fill({ size: 7 }));
        assert.deepStrictEqual([shared, typed, later], [2, 3, 3]);
        assert.strictEqual(require('installed').state, installed.state);
        assert.strictEqual(again.default, installed);
        assert.strictEqual(__dirname, process.env.PROJECT + '/bench');
      },
    };`,
  'bench/by-exports.cts': 'exports.default = { run() {} };',
  'bench/by-module.cjs':
    "const { setTimeout } = require('timers/promises'); module.exports = { run: () => setTimeout(1) };",
  'bench/by-transpiler.js': `Object.defineProperty(exports, '__esModule', { value: true });
    exports.default = { run() {} };`,
};

// It links folders, and compares paths with forward slashes.
describe.skipIf(process.platform === 'win32')("a user's own code works unchanged", () => {
  const names = ['by-exports', 'by-module', 'by-transpiler', 'common', 'module', 'same-package'];

  test('in a workspace, from CommonJS and from modules', async () => {
    writeFiles(FILES);
    for (const name of ['shared', 'plain'])
      symlinkSync(join('..', 'packages', name), join(cli.root, 'node_modules', name));
    const { code, stdout, stderr } = await cli.run(
      ['-s', 'bench', '-s', 'packages/*/bench/*.ts', '--env', 'PROJECT', '--json', ...QUICK],
      { PROJECT: realpathSync(cli.root) },
    );
    expect({ code, stderr }).toMatchObject({ code: EXIT.pass });
    const { results } = JSON.parse(stdout) as { results: { scenario: string }[] };
    expect(results.map(({ scenario }) => scenario).sort()).toEqual(names);
  });
});

describe('a load error names its cause, with lines of the source', () => {
  test.each<[string, string, string | RegExp, string]>([
    [
      'a package that is not installed',
      "import { ok } from 'node:assert';\n\nimport 'not-installed/part';\nexport default {};",
      "cannot find package 'not-installed', imported by broken.ts:3\n",
      'npm install not-installed\n',
    ],
    [
      'a package that is required and not installed',
      "const size: number = 5;\nrequire('@scope/not-installed');\nmodule.exports = { run() {} };",
      /cannot find package '@scope\/not-installed', imported by \S*broken\.ts:2\n/,
      'npm install @scope/not-installed\n',
    ],
    [
      'a file that does not exist',
      "\nimport './none.ts';",
      /Could not resolve "\.\/none\.ts"[\s\S]*broken\.ts:2:7/,
      "import './none.ts'",
    ],
    [
      'a syntax error',
      'export default {\n  run( {},\n};',
      /does not compile:\n[\s\S]*broken\.ts:3:0:/,
      '3 │ };',
    ],
    [
      'an error of a function of an imported file',
      "import { fail } from './fails.ts';\n\nfail();\nexport default { run() {} };",
      /Error: no configuration\n\s+at fail \(\S*fails\.ts:2:\d+\)\n\s+at \S*broken\.ts:3:1\n/,
      'a scenario module must have no side effects',
    ],
  ])('%s', async (_what, source, message, hint) => {
    writeFiles({
      'broken.ts': source,
      'fails.ts': "export function fail(): void {\n  throw new Error('no configuration');\n}\n",
    });
    const { code, stdout, stderr } = await cli.run(['-s', './broken.ts', ...QUICK]);
    expect({ code, stdout }).toEqual({ code: EXIT.usage, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toContain(hint);
    expectNoInternals(stderr);
  });
});

function expectNoInternals(stderr: Ended['stderr']): void {
  expect(stderr).not.toMatch(/node:internal|describe-worker|\.cache|-entry\.js/);
}

function writeFiles(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    const whole = join(cli.root, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
  }
}
