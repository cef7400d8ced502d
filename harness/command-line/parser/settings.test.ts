import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { parseCommandLine } from '../parse.ts';
import type { FileDefaults } from './settings.ts';

const FILE: FileDefaults = new Map(
  Object.entries({
    scenario: ['./bench'],
    timeout: '10s',
    seed: '1',
    strict: true,
    reporter: ['github', 'junit=out.xml'],
  }).map(([flag, raw]) => [flag, { raw, origin: { from: 'file', path: 'tidemark.config.json', key: flag } }]),
);

function parse(line: string, env: NodeJS.ProcessEnv = {}, file: FileDefaults = FILE) {
  const words = line.split(' ').filter((word) => word !== '');
  return parseCommandLine(words, {
    version: '1.2.3',
    width: 80,
    listScenarios: async () => [],
    readConfig: async () => ({ path: 'tidemark.config.json', defaultsOf: () => file }),
    env,
  });
}

const refusal = (line: string, env?: NodeJS.ProcessEnv, file?: FileDefaults): Promise<unknown> =>
  parse(line, env, file).catch((error: unknown) => error);

test('a flag comes before the environment, that before the file, and that before the default', async () => {
  const env = { TIDEMARK_TIMEOUT: '20s', TIDEMARK_SEED: '2' };
  expect(await parse('run --timeout 30s', env)).toMatchObject({
    timeoutMs: 30_000,
    seed: 2,
    scenarios: ['./bench'],
    strict: true,
    resultsRoot: 'results',
  });
});

test('a toggle of the file is switched off by its flag, and by the environment', async () => {
  expect(await parse('run --no-strict')).toMatchObject({ strict: false });
  expect(await parse('run', { TIDEMARK_STRICT: '0' })).toMatchObject({ strict: false });
});

test('a variable that is empty sets nothing, and a list has a value in each line', async () => {
  expect(await parse('run', { TIDEMARK_TIMEOUT: '', TIDEMARK_NODE_FLAG: '--a\n--b\n' })).toMatchObject({
    timeoutMs: 10_000,
    nodeFlags: ['--a', '--b'],
  });
});

test.each([
  [{ TIDEMARK_TIMEOUT: 'soon' }, 'TIDEMARK_TIMEOUT: --timeout soon is not a time'],
  [{ TIDEMARK_STRICT: 'maybe' }, 'TIDEMARK_STRICT: maybe is neither true nor false'],
])('a variable with a wrong value is refused by its name: %o', async (env, message) => {
  expect(await refusal('run', env)).toMatchObject({
    name: 'UsageError',
    message: expect.stringContaining(message),
  });
});

test('--no-config reads no file, and neither does a command that no file can change', async () => {
  expect(await refusal('run --no-config')).toMatchObject({ message: 'no scenario is selected' });
  const readConfig = async () => {
    throw new Error('it was read');
  };
  const context = { version: '', width: 80, listScenarios: async () => [], readConfig };
  expect(await parseCommandLine(['init'], context)).toMatchObject({ command: 'init' });
  await expect(parseCommandLine(['run'], context)).rejects.toThrow('it was read');
});

test('a flag replaces the defaults that could not be together with it', async () => {
  expect(await parse('run --all')).toMatchObject({ all: true, scenarios: [] });
  expect(await parse('run --resume 2026')).toMatchObject({ resume: '2026', scenarios: [] });
  expect(await parse('run --json')).toMatchObject({ reporters: [{ name: 'junit', file: 'out.xml' }] });
  expect(await parse('run --no-json')).toMatchObject({ reporters: [{ name: 'github' }, { name: 'junit' }] });
  const file: FileDefaults = new Map([
    ['node', { raw: '22', origin: { from: 'file', path: 'tidemark.config.json', key: 'node' } }],
  ]);
  expect(await parse('ab -s a --b-node 24', {}, file)).toMatchObject({ node: undefined });
});

test('what was typed is never replaced', async () => {
  expect(await refusal('run --all --scenario a')).toMatchObject({
    message: '--all and --scenario exclude each other',
  });
});

test('an error about several options says which of them were not typed', async () => {
  const file: FileDefaults = new Map([
    ['all', { raw: true, origin: { from: 'file', path: 'tidemark.config.json', key: 'commands.run.all' } }],
  ]);
  const error = await refusal('run --scenario a', {}, file);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({
    hint: 'leave one of them out; --all is from tidemark.config.json (commands.run.all)',
  });
});

test('--print-config resolves nothing, and has the origin of each setting', async () => {
  const printed = await parse('run --print-config --json --runs 5', { TIDEMARK_SEED: '7' });
  if (printed.command !== 'print-config') throw new Error('it was resolved');
  expect(printed).toMatchObject({ of: 'run', path: 'tidemark.config.json', json: true });
  const origins = Object.fromEntries(printed.settings.map(({ option, origin }) => [option.flag, origin]));
  expect(origins).toMatchObject({
    runs: { from: 'flag' },
    seed: { from: 'environment', variable: 'TIDEMARK_SEED' },
    timeout: { from: 'file', key: 'timeout' },
    results: { from: 'default' },
  });
});

test('--print-config does not take a value', async () => {
  expect(await refusal('run --print-config=json')).toMatchObject({
    message: expect.stringContaining('--print-config does not take a value'),
  });
});

test('--print-config takes --json of the doctor as well, to which it is a file otherwise', async () => {
  expect(await parse('doctor --print-config --json -- node app.js')).toMatchObject({
    json: true,
    of: 'doctor',
  });
});
