import { describe, expect, test } from 'vitest';
import { parseCommandLine } from './parse.ts';

const parse = (words: string) =>
  parseCommandLine(words.split(' '), {
    version: '1.2.3',
    width: 80,
    listScenarios: async () => ['await-drain'],
  });

test('everything behind -- is the command, whatever it looks like', async () => {
  expect(await parse('doctor --fail --json=out.json -- node --fail --json app.js -- --json=x')).toMatchObject(
    {
      command: 'doctor',
      subject: { kind: 'start', argv: ['node', '--fail', '--json', 'app.js', '--', '--json=x'] },
      fail: true,
      jsonFile: 'out.json',
    },
  );
});

test('numbers and empty words of the command stay as they are', async () => {
  const { subject } = (await parse('doctor -- node app.js 007 1e3 ')) as { readonly subject: unknown };
  expect(subject).toEqual({ kind: 'start', argv: ['node', 'app.js', '007', '1e3', ''] });
});

test('a process that runs is attached to', async () => {
  expect(await parse('doctor --deep --pid 4711')).toMatchObject({
    subject: { kind: 'attach', pid: 4711 },
    isDeep: true,
  });
});

test('a folder is read in place of a command', async () => {
  expect(await parse('doctor --read x')).toMatchObject({ subject: { kind: 'read', folder: 'x' } });
});

describe('what is refused, and what helps', () => {
  test.each([
    ['doctor node app.js', 'Unknown', 'the command comes behind --: tidemark doctor -- node app.js'],
    ['doctor', 'no command is given', 'write tidemark doctor -- node app.js'],
    ['doctor --fail --', 'no command is given', 'write tidemark doctor -- node app.js'],
    ['doctor --read x -- node app.js', '--read starts no command', 'leave --read or node out'],
    ['doctor --pid 7 -- node app.js', '--pid starts no command', 'leave --pid or node out'],
    ['doctor --pid 7 --read x', '--read starts no examination', 'leave --read or --pid out'],
    ['doctor --pid app.js', 'is not a process id', 'such as --pid 4711'],
    ['doctor --fial -- node app.js', 'Unknown argument: fial', 'did you mean --fail?'],
    ['doctor --every 0 -- node app.js', 'is not a time', 'write --every 30s'],
    ['doctor --fail=yes -- node app.js', 'does not take a value', 'write --fail or --no-fail'],
    ['doctor --reporter bencher -- node a.js', 'no reporter bencher', 'choose from github, junit, markdown'],
    [
      'doctor --reporter x -- node a.js',
      'the doctor has no reporter x',
      'github, junit, markdown; --json FILE',
    ],
    ['doctor --reporter junti -- node a.js', 'no reporter junti', 'did you mean junit?'],
    [
      'doctor --reporter jsno -- node a.js',
      'no reporter jsno',
      'choose from github, junit, markdown; --json',
    ],
    [
      'doctor --json=a --reporter junit=./a -- node a.js',
      'two reports are written to',
      'each a file of its own',
    ],
    [
      'doctor --json=- -- node a.js',
      '--json - does not name a file',
      "write --json FILE: stdout is the program's",
    ],
    ['doctor --json= -- node a.js', '--json does not name a file', 'write --json FILE'],
    ['run --scenario await-drain -- app.js', 'Unknown argument: app.js', 'shows every option'],
  ])('%s', async (words, message, hint) => {
    await expect(parse(words)).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    });
  });
});
