/** Any arguments are a request or a UsageError: never another error, and never a process that ends. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UsageError } from '../errors.ts';
import { dangerousText } from '../test/dangerous-text.ts';
import { parseCommandLine } from './parse.ts';

const context = { version: '1.2.3', width: 80, listScenarios: async () => ['ignore-drain', 'await-drain'] };

beforeEach(() => {
  // Help and versions are printed.
  vi.spyOn(console, 'log').mockImplementation(() => {});
});

afterEach(() => {
  vi.restoreAllMocks();
});

const COMMANDS = [
  ...['run', 'compare', 'ab', 'check', 'baseline', 'baseline save', 'baseline list', 'gate-selftest'],
  ...['doctor', 'list', 'prune', 'init', 'completion', 'tune', 'survive', 'report', ''],
];
const FLAGS = [
  ...['scenario', 's', 'all', 'param', 'runs', 'no-profile', 'quick', 'growth', 'no-growth', 'growth-volume'],
  ...['node', 'node-flag', 'env', 'timeout', 'max-memory', 'seed', 'results', 'resume', 'json', 'reporter'],
  ...[
    'strict',
    'verbose',
    'matrix',
    'a',
    'b',
    'a-rev',
    'b-rev',
    'a-node',
    'baseline',
    'against-rev',
    'metrics',
  ],
  ...[
    'keep',
    'ci',
    'every',
    'fail',
    'ignore',
    'pid',
    'read',
    'help',
    'version',
    'tag',
    'markdown',
    'no-such',
    'config',
    'no-config',
    'print-config',
    'limit',
  ],
];
const VALUES = [
  ...[
    '',
    '0',
    '-1',
    '1',
    '1e999',
    'NaN',
    '0x10',
    '99999999999999999999',
    '3.5',
    '16KiB',
    '1 GiB',
    'all',
    '5s',
  ],
  ...['ignore-drain', '*', '!*', '[', '{a,b}', 'a=b', 'a=1,2', 'a=', '=', '__proto__=1', 'constructor'],
  ...[
    '-',
    '--',
    '---',
    '-x',
    '--=',
    '/dev/null',
    '../..',
    'github',
    'junit=',
    'json=a,json=a',
    'true',
    'false',
  ],
];

const value = fc.oneof(
  { arbitrary: fc.constantFrom(...VALUES), weight: 4 },
  { arbitrary: dangerousText(), weight: 1 },
);
const word = fc.oneof(
  fc.constantFrom(...FLAGS).map((flag) => [`--${flag}`]),
  fc.tuple(fc.constantFrom(...FLAGS), value).map(([flag, text]) => [`--${flag}`, text]),
  fc.tuple(fc.constantFrom(...FLAGS), value).map(([flag, text]) => [`--${flag}=${text}`]),
  value.map((text) => [text]),
);
const line = fc
  .tuple(fc.constantFrom(...COMMANDS), fc.array(word, { maxLength: 6 }))
  .map(([command, words]) => [...command.split(' ').filter((one) => one !== ''), ...words.flat()]);

test.each([
  ['baseline save -- main', { command: 'baseline', action: 'save', name: 'main' }],
  ['baseline save --results r -- main a/report.json', { name: 'main', report: 'a/report.json' }],
  ['compare a -- b', { command: 'compare', reports: ['a', 'b'] }],
  ['doctor -- node app.js', { subject: { kind: 'start', argv: ['node', 'app.js'] } }],
])('what is behind `--` is an argument: %s', async (line, request) => {
  expect(await parseCommandLine(line.split(' '), context)).toMatchObject(request);
});

test.each([
  ['baseline save -- --main', 'Unknown argument: --main'],
  ['run -- ignore-drain', 'Unknown argument: ignore-drain'],
  ['run --scenario -- ignore-drain', '--scenario needs a value'],
])('behind `--` neither an option nor the value of one is accepted: %s', async (line, message) => {
  await expect(parseCommandLine(line.split(' '), context)).rejects.toThrow(message);
});

test.each([
  ['run ignore-drain', 'Unknown argument: ignore-drain'],
  ['run -s await-drain -p highWaterMark=16KiB 64KiB', 'Unknown argument: 64KiB'],
])('on Windows, the hint says what PowerShell does with arguments: %s', async (line, message) => {
  const hintOn = (platform: NodeJS.Platform) =>
    parseCommandLine(line.split(' '), { ...context, platform }).catch((error: UsageError) => error);
  expect(await hintOn('win32')).toMatchObject({
    message,
    hint: expect.stringContaining('; in PowerShell, quote'),
  });
  expect(await hintOn('linux')).toMatchObject({ message, hint: expect.not.stringContaining('PowerShell') });
});

test('completion is for a shell that it knows', async () => {
  expect(await parseCommandLine(['completion', 'zsh'], context)).toEqual({
    command: 'completion',
    shell: 'zsh',
  });
  await expect(parseCommandLine(['completion', 'cmd'], context)).rejects.toThrow('cmd');
});

test('any arguments are a request, or refused with a sentence', async () => {
  await fc.assert(
    fc.asyncProperty(line, async (argv) => {
      const outcome = await parseCommandLine(argv, context).catch((error: unknown) => error);
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(UsageError);
        expect(outcome.message.trim()).not.toBe('');
      } else expect(outcome).toHaveProperty('command');
    }),
    { numRuns: 200 },
  );
});

test.each([
  [['lsit'], 'did you mean list?'],
  [['--lsit'], 'did you mean --limit?'],
])('of two suggestions that are as near, hyphens tell which is meant: %j', async (argv, hint) => {
  await expect(parseCommandLine(argv, context)).rejects.toMatchObject({ hint });
});

test.each([
  [['run', 'scenarios/mine.ts'], 'did you mean --scenario scenarios/mine.ts?'],
  [
    ['check', '--baseline', 'main', './a.ts', './b.ts'],
    "did you mean --scenario ./a.ts? To select several, quote a pattern: --scenario 'scenarios/*.ts'",
  ],
])('a path without its option is a scenario: %j', async (argv, hint) => {
  await expect(parseCommandLine(argv, context)).rejects.toMatchObject({ hint });
});
