import { resolve, sep } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { checkConfig } from './check-config.ts';

const HERE = process.cwd();
const place = (folder = HERE) => ({
  path: resolve(folder, 'tidemark.config.json'),
  shown: 'tidemark.config.json',
  from: HERE,
});

const rawOf = (content: unknown, command: string, folder?: string) =>
  Object.fromEntries(
    [...(checkConfig(content, place(folder)).get(command) ?? [])].map(([flag, { raw }]) => [flag, raw]),
  );

function faultsOf(content: unknown): string[] {
  try {
    checkConfig(content, place());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const [first, ...faults] = error.message.split('\n');
    expect(first).toBe('tidemark.config.json is not a valid configuration:');
    expect(error.hint).toContain('--no-config');
    return faults.map((line) => line.trim());
  }
  throw new Error('it was not refused');
}

test('values become what would be typed', () => {
  const content = {
    $schema: 'anything',
    scenarios: 'bench',
    parameters: { highWaterMark: ['16KiB', 65_536], sink: 'file' },
    limits: { growth: 'bounded', peakBufferedBytes: 1024 },
    node: 22,
    strict: true,
  };
  expect(rawOf(content, 'run')).toEqual({
    scenario: ['bench'],
    param: ['highWaterMark=16KiB,65536', 'sink=file'],
    limit: ['growth=bounded', 'peakBufferedBytes=1024'],
    node: ['22'],
    strict: true,
  });
  expect(rawOf(content, 'check')).toMatchObject({
    node: '22',
    limit: ['growth=bounded', 'peakBufferedBytes=1024'],
  });
});

test('what is selected is for commands that measure without a baseline', () => {
  expect(rawOf({ scenarios: 'bench' }, 'ab')).toEqual({ scenario: ['bench'] });
  expect(rawOf({ scenarios: 'bench' }, 'check')).toEqual({});
});

test('what is set for one command comes before what is set for all', () => {
  const content = { timeout: '10s', commands: { check: { timeout: '20s', seed: undefined } } };
  expect(rawOf(content, 'check')).toEqual({ timeout: '20s' });
  expect(rawOf(content, 'run')).toEqual({ timeout: '10s' });
  expect(checkConfig(content, place()).get('check')?.get('timeout')?.origin).toEqual({
    from: 'file',
    path: 'tidemark.config.json',
    key: 'commands.check.timeout',
  });
});

test('an option that means something else to one command is not set for all of them there', () => {
  expect(rawOf({ json: true, reporters: 'json=r.json' }, 'doctor')).toEqual({});
  expect(rawOf({ commands: { doctor: { json: 'findings.json', reporters: 'github' } } }, 'doctor')).toEqual({
    json: 'findings.json',
    reporter: ['github'],
  });
});

test('paths are relative to the file', () => {
  const content = {
    scenarios: ['bench/*.ts', 'ignore-drain', './a.ts', '*-drain'],
    results: 'out',
    reporters: ['github', 'junit=out/junit.xml'],
    node: ['22', './node'],
    commands: { check: { baseline: 'main', node: '22' } },
  };
  const folder = resolve(HERE, '..');
  const { commands: _commands, ...ofRun } = content;
  expect(rawOf({ commands: { ...content.commands, run: ofRun } }, 'run', folder)).toEqual({
    scenario: ['../bench/*.ts', 'ignore-drain', '../a.ts', '*-drain'],
    results: `..${sep}out`,
    reporter: ['github', `junit=..${sep}out${sep}junit.xml`],
    node: ['22', `..${sep}node`],
  });
  expect(rawOf({ baseline: 'main' }, 'check', folder)).toEqual({ baseline: 'main' });
  expect(rawOf({ baseline: 'a/report.json' }, 'check', folder)).toEqual({
    baseline: `..${sep}a${sep}report.json`,
  });
});

test('all faults are named at once, each with its key and what to write', () => {
  expect(
    faultsOf({
      timeot: '5s',
      scenario: 'a',
      'max-memory': '1GiB',
      resume: 'x',
      timeout: '5x',
      strict: 'yes',
      limits: { growth: 'linear' },
      parameters: ['a'],
      reporters: 'junt',
      commands: { chek: {}, run: { pairs: 3, runs: 'five' }, init: {} },
    }),
  ).toEqual([
    'timeot: unknown key; did you mean timeout?',
    'scenario: unknown key; did you mean scenarios?',
    'max-memory: unknown key; did you mean maxMemory?',
    'resume: only the command line can set --resume',
    'commands.chek: unknown command; did you mean check?',
    expect.stringMatching(/^commands\.init: unknown command; /),
    'commands.run.pairs: it is an option of ab',
    "commands.run.runs: five is not a whole number from 1 to 10000; write runs: '3'",
    "parameters: must be an object, such as { highWaterMark: ['16KiB', '1MiB'] }, not a list",
    "limits: growth=linear: growth can only be limited to bounded; write limits: { growth: 'bounded' }",
    "timeout: 5x is not a time from 1 ms to 2147483 s; write timeout: '30s'",
    'reporters: there is no reporter junt; did you mean junit?',
    "strict: must be true or false, not 'yes'",
  ]);
});

test('of a program, the default export is meant', () => {
  const path = resolve(HERE, 'tidemark.config.ts');
  const check = (content: unknown) => () => checkConfig(content, { ...place(), path });
  expect(check(undefined)).toThrow('its default export is missing');
  expect(check('function')).toThrow('its default export: must be an object, not a function');
});

test('a value that only some commands take is refused with their names', () => {
  expect(faultsOf({ node: ['22', '24'] })).toEqual([
    'node: must be one value: a string or a number, not a list, for ab, tune, check and survive; set it for single commands, below commands',
  ]);
});

test.each([
  [null, 'the file: must be an object, not null'],
  [[{}], 'the file: must be an object, not a list'],
  [{ commands: [] }, 'commands: must be an object, not an empty list'],
  [{ commands: { run: 5 } }, 'commands.run: must be an object, not 5'],
  [JSON.parse('{ "__proto__": { "timeout": "5s" } }'), '__proto__: unknown key; the keys are '],
  [
    { limits: { peakBufferedBytes: null } },
    'limits: peakBufferedBytes must be a string or a number, not null',
  ],
  [{ timeout: Number.NaN }, 'timeout: must be one value: a string or a number, not NaN'],
])('what is not a configuration is refused: %o', (content, fault) => {
  expect(faultsOf(content)).toContainEqual(expect.stringContaining(fault));
});
