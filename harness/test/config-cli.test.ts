/** Configuration files, from the file to the exit code and the report. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import { CommandLine, type Ended, findRunFolder } from './command-line.ts';

const SCENARIO = `
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

export default {
  parameters: { chunks: { kind: 'count', values: [4, 8] } },
  async run({ parameters, watch }) {
    const sink = watch('sink', new Writable({ highWaterMark: 1024, write: (_chunk, _encoding, done) => setImmediate(done) }));
    for (let sent = 0; sent < parameters.chunks; sent++) sink.write(Buffer.alloc(1024));
    sink.end();
    await finished(sink);
  },
};`;
const SMALL = { profile: false, growth: false, runs: 3 };

let cli: CommandLine;
beforeEach(() => {
  cli = new CommandLine('config');
  write('package.json', '{ "type": "module" }');
  write('bench/flood.bench.js', SCENARIO);
});
afterEach(() => cli.remove());

function write(file: string, content: string | object): void {
  const path = join(cli.root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

const readReport = (resultsRoot: string) =>
  JSON.parse(readFileSync(join(findRunFolder(join(cli.root, resultsRoot)), 'report.json'), 'utf8'));

function expectRefused({ code, stdout, stderr }: Ended, words: string): void {
  expect({ code, stdout, stderr }).toEqual({
    code: EXIT.usage,
    stdout: '',
    stderr: expect.stringContaining(words),
  });
}

test('the file says what is measured, and the report has it in its request', async () => {
  write('tidemark.config.json', {
    scenarios: ['bench'],
    parameters: { chunks: 8 },
    limits: { peakBufferedBytes: '8KiB' },
    results: 'out',
    commands: { run: SMALL },
  });
  const { code, stdout } = await cli.run(['run']);
  expect({ code, stdout }).toEqual({
    code: EXIT.pass,
    stdout: expect.stringContaining('1 expectation passed'),
  });
  const { request, results } = readReport('out');
  expect(request).toMatchObject({
    scenarios: ['bench'],
    parameterValues: { chunks: ['8'] },
    limits: { peakBufferedBytes: 8192 },
    measureRuns: 3,
  });
  expect(results[0].expectations).toEqual([
    { text: 'limit: peakBufferedBytes is at most 8 KiB', passed: true },
  ]);
});

test('check takes its baseline from the file, and holds to the limits of the baseline and of the file', async () => {
  const config = { results: 'out', baseline: 'main', commands: { run: { ...SMALL, scenarios: 'bench' } } };
  write('tidemark.config.json', { ...config, limits: { peakBufferedBytes: '8KiB' } });
  expect(await cli.run(['run'])).toMatchObject({ code: EXIT.pass });
  expect(await cli.run(['baseline', 'save', 'main'])).toMatchObject({ code: EXIT.pass });
  write('tidemark.config.json', { ...config, limits: { writesAfterFalse: 0 } });
  const { code, stdout } = await cli.run([
    'check',
    '--results',
    'checked',
    '--baseline',
    'out/baselines/main.json',
  ]);
  expect({ code, stdout }).toEqual({
    code: EXIT.failed,
    stdout: expect.stringContaining('writesAfterFalse'),
  });
  expect(readReport('checked').request.limits).toEqual({ peakBufferedBytes: 8192, writesAfterFalse: 0 });
});

test('a configuration that is code is run in another process', async () => {
  write('tidemark.config.ts', `process.exit(7);`);
  expectRefused(
    await cli.run(['prune']),
    'tidemark.config.ts cannot be loaded: it exits when it is imported',
  );
  write('tidemark.config.ts', `throw new Error('broken');`);
  const thrown = await cli.run(['prune']);
  expectRefused(thrown, 'Error: broken');
  expect(thrown.stderr).toContain('tidemark.config.ts:1:7');
  expectRefused(await cli.run(['run', '--no-config']), 'no scenario is selected');
});

test('a configuration in TypeScript has types, and functions of the package', async () => {
  write(
    'tidemark.config.ts',
    `import { defineConfig, KiB } from 'tidemark';
const interval: string = '5ms';
export default defineConfig({ interval, limits: { peakBufferedBytes: 64 * KiB } });`,
  );
  const { code, stdout } = await cli.run(['ab', '--print-config', '--json']);
  expect(code).toBe(EXIT.pass);
  expect(JSON.parse(stdout)).toMatchObject({
    command: 'ab',
    config: 'tidemark.config.ts',
    options: {
      interval: { value: '5ms', from: 'file', path: 'tidemark.config.ts', key: 'interval' },
      limit: { value: ['peakBufferedBytes=65536'], from: 'file', key: 'limits' },
      'max-pairs': { value: '60', from: 'default' },
      node: { value: null, meaning: 'this Node', from: 'default' },
    },
  });
});

test('--print-config shows each value and where it is from, within the width of a terminal', async () => {
  write('tidemark.config.json', { scenarios: 'bench', timeout: '90s' });
  const { code, stdout, stderr } = await cli.run(['run', '--print-config', '--runs', '7'], {
    TIDEMARK_SEED: '3',
  });
  expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
  expect(stdout).toMatch(/^tidemark run: tidemark\.config\.json\n/);
  expect(stdout).toMatch(/^--scenario +bench +tidemark\.config\.json: scenarios$/m);
  expect(stdout).toMatch(/^--timeout +90s +tidemark\.config\.json: timeout$/m);
  expect(stdout).toMatch(/^--runs +7 +flag$/m);
  expect(stdout).toMatch(/^--seed +3 +TIDEMARK_SEED$/m);
  expect(stdout).toMatch(/^--results +results +default$/m);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('a wrong configuration is refused with the file, the key and what was meant', async () => {
  write('tidemark.config.json', { timeuot: '5s' });
  expectRefused(
    await cli.run(['run', '--scenario', 'ignore-drain']),
    'tidemark.config.json is not a valid configuration:\n  timeuot: unknown key; did you mean timeout?',
  );
  write('tidemark.config.json', '{ "timeout": ');
  expectRefused(await cli.run(['run']), 'tidemark.config.json is not valid JSON: it ends too early');
  rmSync(join(cli.root, 'tidemark.config.json'));
  expectRefused(await cli.run(['run', '--config', 'absent.json']), 'there is no configuration file');
  expectRefused(await cli.run(['run', '--config', 'bench']), 'there is no configuration file');
  expectRefused(await cli.run(['run', '--config', 'package.txt']), 'there is no configuration file');
});

test('help and versions do not read the file', async () => {
  write('tidemark.config.json', '{');
  expect(await cli.run(['run', '--help'])).toMatchObject({ code: EXIT.pass, stderr: '' });
  expect(await cli.run(['--version'])).toMatchObject({ code: EXIT.pass, stderr: '' });
});

test('the configuration of the page is valid, and does what it says', async () => {
  const page = readFileSync(join(packageRoot, 'harness/config/README.md'), 'utf8');
  const [, example = ''] = /```ts\n(import \{ defineConfig[\s\S]*?)```/.exec(page) ?? [];
  write('tidemark.config.ts', example);
  const printed = await Promise.all(
    ['run', 'check'].map(async (command) =>
      JSON.parse((await cli.run([command, '--print-config', '--json'])).stdout),
    ),
  );
  const [run, check] = printed.map(
    ({ options }) =>
      (flag: string) =>
        options[flag].value,
  );
  expect(['scenario', 'limit', 'reporter', 'timeout', 'runs', 'param'].map((flag) => run?.(flag))).toEqual([
    ['bench'],
    ['growth=bounded', 'peakBufferedBytes=1048576'],
    ['junit=results/junit.xml'],
    '2min',
    '5',
    ['volume=64MiB'],
  ]);
  expect(['baseline', 'strict', 'scenario'].map((flag) => check?.(flag))).toEqual(['main', true, []]);
});
