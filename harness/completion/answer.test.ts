import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS, nameOf } from '../command-line/parser/commands.ts';
import { dangerousText } from '../test/dangerous-text.ts';
import { answerShell } from './answer.ts';

/** What is offered for the last word. */
async function complete(...words: readonly string[]): Promise<string[]> {
  const lines = (await answerShell(['zsh', ...words], {})).split('\n').slice(0, -1);
  return lines.map((line) => line.replace(/\t.*/s, ''));
}

test('every command is offered with what it does, and every option of it', async () => {
  expect(await complete('')).toEqual(COMMANDS.map(nameOf));
  expect(await answerShell(['fish', 'ru'], {})).toMatch(/^run\tmeasure scenarios/);
  for (const command of COMMANDS) {
    const flags = Object.values(command.options).flatMap(({ isArgument, flag }) =>
      isArgument ? [] : [`--${flag}`],
    );
    expect(await complete(nameOf(command), '--')).toEqual(
      expect.arrayContaining([...flags, '--config', '--help']),
    );
  }
});

test('an option that is given is offered again only if it can be repeated', async () => {
  const offered = await complete('run', '--quick', '--scenario', 'a', '--');
  expect(offered).not.toContain('--quick');
  expect(offered).toContain('--scenario');
});

test('an option that is on is offered to be switched off', async () => {
  expect(await complete('run', '--')).toContain('--no-growth');
  expect(await complete('run', '--')).not.toContain('--no-quick');
  expect(await complete('run', '--no-q')).toEqual(['--no-quick']);
});

test.each([
  [['run', '--scenario', 'ignore-d'], ['ignore-drain']],
  [['-s', 'ignore-d'], ['ignore-drain']],
  [['run', '--scenario=ignore-d'], ['--scenario=ignore-drain']],
  [['run', '--scenario', 'await-drain,ignore-d'], ['await-drain,ignore-drain']],
  [['run', '--param', 'hw'], ['highWaterMark=']],
  [['run', '-s', 'ignore-drain', '--param', 'si'], ['sink=']],
  [
    ['run', '-s', 'ignore-drain', '-p', 'sink='],
    ['sink=memory', 'sink=file', 'sink=socket', 'sink=all'],
  ],
  [['run', '-s', '{ignore,await}-drain', '-p', 'sink=file,m'], ['sink=file,memory']],
  [['run', '-s', 'await-drain', '-p', 'highWaterMark=6'], ['highWaterMark=64KiB']],
  [['ab', '-s', 'await-drain', '--b-param', 'highWaterMark=1M'], ['highWaterMark=1MiB']],
  [
    ['run', '--reporter', 'junit,gi'],
    ['junit,github', 'junit,github=', 'junit,github-action-benchmark', 'junit,github-action-benchmark='],
  ],
  [
    ['ab', '--metrics', 'exact,'],
    ['exact,growth', 'exact,memory', 'exact,time', 'exact,all'],
  ],
  [['run', '--limit', 'growth='], ['growth=bounded']],
  [['run', '--limit', 'wr'], ['writesAfterFalse=']],
  [['list', '--tag', 'backp'], ['backpressure']],
  [['claims', '--topic', 'poo'], ['pool']],
  [['claims', '--id', 'pool-8kb,pool-man'], ['pool-8kb,pool-many-slabs']],
  [['claims', '--verdict', 'not-t'], ['not-tested']],
  [
    ['baseline', ''],
    ['save', 'list'],
  ],
  [['completion', 'z'], ['zsh']],
  [['run', '--timeout', ''], []],
  [['run', '--no-such', '--quick='], []],
  [['gate-selftest', '--only', 'mem'], ['memory']],
])('%j: %j', async (words, offered) => {
  expect(await complete(...words)).toEqual(offered);
});

test('without a scenario, the parameters of all of them are offered', async () => {
  expect(await complete('run', '--param', '')).toEqual(
    expect.arrayContaining(['highWaterMark=', 'chunkSize=', 'allocation=', 'strategy=']),
  );
});

test('the name of a command that is the value of an option is not the command', async () => {
  expect(await complete('--scenario', 'check', '--runs', '3', '--res')).toEqual(['--results', '--resume']);
});

test('any words are answered, and no line has a control character', async () => {
  const word = fc.oneof(
    dangerousText(),
    fc.constantFrom(
      'run',
      'ab',
      '--scenario',
      '-p',
      '--param=',
      '--',
      '=',
      '--results',
      '/',
      '~/',
      '..',
      '[',
      '{a',
    ),
  );
  const shell = fc.constantFrom('bash', 'zsh', 'fish', 'sh', '');
  await fc.assert(
    fc.asyncProperty(shell, fc.array(word, { maxLength: 6 }), async (name, words) => {
      const answer = await answerShell([name, ...words], {});
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
      expect(answer).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/);
    }),
    { numRuns: 50 },
  );
});
