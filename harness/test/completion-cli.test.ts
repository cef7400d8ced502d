/** Completion, as the shells ask for it, and in the shells that are installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from '../errors.ts';
import { CLI, CommandLine } from './command-line.ts';

const SCENARIO = `
export default {
  parameters: { chunkSize: bytes([1 * KiB, 2 * KiB]), pace: choice(['fast', 'slow']) },
  run() { throw new Error('completion runs nothing'); },
};
process.exit(1);`;

/** Sets `scenarios` and `results`, and would end whatever runs it. */
const CONFIG = `process.exit(1);
export default { scenarios: ['bench'], results: 'out' };`;

let cli: CommandLine;
beforeAll(() => {
  cli = new CommandLine('completion');
  write('package.json', '{}');
  write('tidemark.config.mjs', CONFIG);
  write('bench/upload.bench.mjs', SCENARIO);
  write('bench/upload.test.mjs', '');
  // A name of two lines would be two candidates; Windows has none.
  if (process.platform !== 'win32') write('bench/one\ntwo.bench.mjs', SCENARIO);
  write('my files/x y.bench.mjs', SCENARIO);
  write('out/baselines/main.json', '{}');
  write('out/2026-01-02-done/report.json', '{}');
  write('out/2026-01-03-half/invocation.json', '{}');
  write('nested/package.json', '{}');
  // What a shell finds on PATH: it is asked for completions, and otherwise notes what it was called with.
  write(
    'bin/tidemark',
    `#!/bin/sh
case $1 in
  __complete | completion) exec '${process.execPath}' '${CLI}' "$@" ;;
  *) for word; do printf '[%s]' "$word"; done >> "$CALLS"; echo >> "$CALLS" ;;
esac
`,
  );
  chmodSync(join(cli.root, 'bin/tidemark'), 0o755);
});
afterAll(() => cli.remove());

function write(file: string, content: string): void {
  const path = join(cli.root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

async function complete(...words: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await cli.run(['__complete', 'zsh', ...words]);
  expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace(/\t.*/, ''));
}

test.each([
  [
    ['run', '-s', './'],
    ['./bench/', './bin/', './my files/', './nested/', './out/'],
  ],
  [['run', '-s', 'bench/'], ['bench/upload.bench.mjs']],
  [
    ['run', '-p', ''],
    ['chunkSize=', 'pace='],
  ],
  [
    ['run', '-p', 'chunkSize='],
    ['chunkSize=1KiB', 'chunkSize=2KiB', 'chunkSize=all'],
  ],
  [['run', '-s', 'my files', '-p', 'pace=s'], ['pace=slow']],
  [['check', '--baseline', ''], ['main']],
  [['check', '--results', 'absent', '--baseline', 'm'], ['my files/']],
  [['check', '--no-config', '--baseline', 'mai'], []],
  [['compare', ''], ['2026-01-02-done']],
  [['run', '--resume', ''], ['2026-01-03-half']],
  [['run', '--reporter', 'junit=ne'], ['junit=nested/']],
  [['doctor', '--', 'be'], ['bench/']],
])('files are read, and none of them is run: %j', async (words, offered) => {
  expect(await complete(...words)).toEqual(offered);
});

test('the scenarios of the configuration come before those of tidemark', async () => {
  const offered = await complete('run', '--scenario', '');
  expect(offered.slice(0, 2)).toEqual(['./bench/upload.bench.mjs', 'abort-listener-left']);
  expect(offered).toContain('ignore-drain');
});

test('whatever is asked, it ends with 0 and says nothing', async () => {
  for (const words of [[], ['sh'], ['bash'], ['fish', '--config', '/', '--param', '']]) {
    const { code, stderr } = await cli.run(['__complete', ...words]);
    expect({ code, stderr }).toEqual({ code: EXIT.pass, stderr: '' });
  }
});

test('the script is that of the named shell, or of the login shell', async () => {
  expect((await cli.run(['completion', 'fish'])).stdout).toContain('complete -c tidemark');
  expect((await cli.run(['completion'], { SHELL: '/usr/bin/zsh' })).stdout).toMatch(/^#compdef tidemark/);
  expect(await cli.run(['completion', 'fisch'])).toMatchObject({
    code: EXIT.usage,
    stderr: expect.stringContaining('did you mean fish?'),
  });
  expect(await cli.run(['completion'], { SHELL: '/bin/tcsh' })).toMatchObject({ code: EXIT.usage });
});

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
/** That of Linux: a terminal for a program whose input is not a terminal. */
const HAS_TERMINAL = process.platform === 'linux' && has('script');

/** Types lines into a shell; returns the arguments that tidemark is called with. */
async function typeInto(command: string, lines: readonly string[]): Promise<string[]> {
  const calls = join(cli.root, 'calls');
  writeFileSync(calls, '');
  const shell = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: cli.root,
    env: cli.makeEnv({
      PATH: `${join(cli.root, 'bin')}:${process.env.PATH}`,
      HOME: cli.root,
      CALLS: calls,
      TERM: 'xterm',
    }),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  shell.stdin.end([...lines, 'exit', ''].join('\n'));
  await once(shell, 'close');
  return readFileSync(calls, 'utf8').split('\n').slice(0, -1);
}

const TYPED = [
  'ru\t-s ignore-d\t-p hw\t64\t',
  'check --basel\tm\t',
  'run --scenario=await-d\t',
  'run -s my\\ f\tx\t',
];
const CALLED = [
  '[run][-s][ignore-drain][-p][highWaterMark=64KiB]',
  '[check][--baseline][main]',
  '[run][--scenario=await-drain]',
  '[run][-s][my files/x y.bench.mjs]',
];

describe.each([
  ['bash', 'bash --norc -i', 'source <(tidemark completion bash)'],
  ['zsh', 'zsh -f -i', 'autoload -Uz compinit; compinit -u -D; source <(tidemark completion zsh)'],
])('%s', (shell, command, setup) => {
  const isMissing = !HAS_TERMINAL || !has(shell);
  test.skipIf(isMissing)(
    `completes at each Tab${isMissing ? `: ${shell} or script(1) is not installed` : ''}`,
    async () => {
      expect(await typeInto(command, [setup, ...TYPED.map((line) => `tidemark ${line}`)])).toEqual(CALLED);
    },
  );
});

describe('fish', () => {
  const isMissing = !has('fish');
  test.skipIf(isMissing)(`completes at each Tab${isMissing ? ': fish is not installed' : ''}`, () => {
    const lines = [
      'ru',
      'run -s ignore-drain -p hw',
      'check --baseline ',
      'run --scenario=await-d',
      'run -s my\\ files/x',
    ];
    const script = [
      'tidemark completion fish | source',
      ...lines.map((line) => `complete -C 'tidemark ${line.replace('\\', '\\\\')}'`),
    ];
    const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script.join('\n')], {
      cwd: cli.root,
      env: cli.makeEnv({ PATH: `${join(cli.root, 'bin')}:${process.env.PATH}`, HOME: cli.root }),
      encoding: 'utf8',
    });
    expect({ stdout: stdout.split('\n').slice(0, -1), stderr }).toEqual({
      stdout: [
        'run\tmeasure scenarios (the default)',
        'highWaterMark=',
        'main',
        '--scenario=await-drain',
        'my files/x y.bench.mjs',
      ],
      stderr: '',
    });
  });
});
