/** `tidemark init`: what it writes runs, and it never overwrites a file unless forced. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseCommandLine } from '../command-line/parse.ts';
import { EXIT } from '../errors.ts';
import { CommandLine } from './command-line.ts';

const SMALL = ['--runs', '1', '--no-profile', '--growth-volume', '1MiB', '-p', 'volume=256KiB'];
const WORKFLOW = '.github/workflows/tidemark.yml';

let cli: CommandLine;
beforeEach(() => {
  cli = new CommandLine('init');
});
afterEach(() => {
  cli.remove();
});

const read = (path: string): string => readFileSync(join(cli.root, path), 'utf8');

describe('the scenario', () => {
  test.each([
    [[], 'bench/first.bench.ts', 'first', "import { Writable } from 'node:stream';"],
    [['bench/'], 'bench/first.bench.ts', 'first', 'volumeBytes: number'],
    [['upload'], 'upload.bench.ts', 'upload', 'volumeBytes: number'],
    [['my upload.mjs'], 'my upload.mjs', 'my upload', 'produce(volumeBytes)'],
    [['old.cjs'], 'old.cjs', 'old', "require('tidemark')"],
    [['old.js'], 'old.js', 'old', "require('tidemark')"],
  ])('of `init %j` is %s, and its expectations pass', async (args, path, name, part) => {
    const { code, stdout } = await cli.run(['init', ...args]);
    expect(code).toBe(EXIT.pass);
    expect(read(path)).toContain(part);
    const selector = /npx tidemark run --scenario '?([^'\n]+)'?\n$/.exec(stdout)?.[1] ?? '';
    const ended = await cli.run(['run', '--scenario', selector, '--json', ...SMALL]);
    expect({ code: ended.code, stderr: ended.stderr }).toMatchObject({ code: EXIT.pass });
    const { results } = JSON.parse(ended.stdout);
    expect(results).toMatchObject([
      { scenario: name, expectations: [{ passed: true }, { passed: true }], growth: { verdict: 'bounded' } },
    ]);
  });

  test('is an ES module in a .js file of a package with "type": "module"', async () => {
    writeFileSync(join(cli.root, 'package.json'), '{ "type": "module" }');
    await cli.run(['init', 'new.js']);
    expect(read('new.js')).toContain('export default defineScenario');
  });

  test('does not overwrite a file, unless it is forced', async () => {
    writeFileSync(join(cli.root, 'mine.ts'), 'mine');
    const refused = await cli.run(['init', 'mine.ts', '--ci']);
    expect(refused).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringContaining('mine.ts already exists'),
    });
    expect(refused.stderr).toContain('--force');
    expect([read('mine.ts'), existsSync(join(cli.root, WORKFLOW))]).toEqual(['mine', false]);
    expect((await cli.run(['init', 'mine.ts', '--force'])).code).toBe(EXIT.pass);
    expect(read('mine.ts')).toContain('defineScenario');
  });

  test.skipIf(process.platform === 'win32').each([
    ['package.json', ['new.js']],
    ['.gitignore', ['mine.ts', '--ci']],
    ['mine.ts', ['mine.ts', '--force']],
  ])('is refused if %s is a pipe, which would block', async (name, args) => {
    execFileSync('mkfifo', [join(cli.root, name)]);
    expect(await cli.run(['init', ...args])).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringMatching(new RegExp(`${name}.* is not a regular file`)),
    });
  });

  test('is refused if the file name cannot be one', async () => {
    expect(await cli.run(['init', 'mine.json'])).toMatchObject({
      code: EXIT.usage,
      stderr: expect.stringContaining('mine.json cannot be a scenario file'),
    });
  });
});

describe('with --ci', () => {
  test('writes a workflow whose commands tidemark understands, with read-only permissions', async () => {
    writeFileSync(join(cli.root, 'package-lock.json'), '{}');
    await cli.run(['init', '--ci', 'bench/up load.ts']);
    const workflow = read(WORKFLOW);
    expect(workflow).toContain('SCENARIO: "bench/up load.ts"\n');
    expect(workflow).toContain('- run: npm ci\n');
    expect(/^permissions:\n((?: {2}.*\n)+)/m.exec(workflow)?.[1]).toBe('  contents: read\n');
    const commands = [...workflow.matchAll(/\brun: npx tidemark (.+)$/gm)].map(([, words = '']) =>
      words
        .replace('"$SCENARIO"', 'bench/up')
        .replace(/\$\{\{.*\}\}/, '24')
        .split(' '),
    );
    expect(commands.map(([name]) => name)).toEqual(['run', 'check']);
    for (const words of commands) {
      await expect(
        parseCommandLine(words, { version: '0.0.0', width: 80, listScenarios: async () => [] }),
      ).resolves.toMatchObject({ command: words[0] });
    }
  });

  test('results are ignored by git, once, and baselines are not', async () => {
    writeFileSync(join(cli.root, '.gitignore'), 'dist/');
    mkdirSync(join(cli.root, 'bench'));
    await cli.run(['init', '--ci']);
    await cli.run(['init', '--ci', '--force']);
    const [first, ...lines] = read('.gitignore').trimEnd().split('\n');
    expect(first).toBe('dist/');
    expect(lines.filter((line) => line.includes('results/'))).toEqual(['results/*/', '!results/baselines/']);
  });
});
