/** In real repositories, with real installs; nothing comes from the network. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../errors.ts';
import { makeOwnedFolder } from '../../processes/owned-folder.ts';
import { GitProject, makeLockedPackage } from '../../test/git-project.ts';
import { type Checkout, checkOutRevision, findRepository, sameFileIn } from './git-revision.ts';

let root = '';
let project: GitProject;
let said: string[] = [];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark test-')));
  mkdirSync(join(root, 'tmp'));
  vi.stubEnv('TMPDIR', join(root, 'tmp'));
  project = new GitProject(join(root, 'a project'));
  said = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

const checkOut = (
  revision: string,
  repository: string = project.root,
  signal: AbortSignal = new AbortController().signal,
  ignoresScripts = false,
): Promise<Checkout> =>
  checkOutRevision({
    ...{ repository, revision, ignoresScripts, signal },
    say: (line) => said.push(line),
  });

async function refusalOf(revision: string, repository?: string): Promise<UsageError> {
  const error = await checkOut(revision, repository).catch((reason: unknown) => reason);
  if (!(error instanceof UsageError)) throw new Error('it was not refused', { cause: error });
  return error;
}

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');
const listCheckouts = (): string[] =>
  readdirSync(join(root, 'tmp')).filter((name) => name.startsWith('tidemark-revision-'));

describe('a revision', () => {
  test('is checked out outside the working tree, which stays as it is, and is gone when it is removed', async () => {
    const first = project.commit({ 'value.js': 'export default 1;\n' });
    project.commit({ 'value.js': 'export default 2;\n' });
    project.write({ 'value.js': 'export default 3;\n', 'staged.js': '', 'untracked.js': '' });
    project.git('add', 'staged.js');
    const before = project.describe();

    const checkout = await checkOut('HEAD~1');
    expect(checkout.commit).toBe(first);
    expect(read(checkout.root, 'value.js')).toBe('export default 1;\n');
    expect(existsSync(join(checkout.root, 'untracked.js'))).toBe(false);
    expect(said).toEqual([]);

    await checkout.remove();
    await checkout.remove();
    expect(listCheckouts()).toEqual([]);
    expect(project.describe()).toBe(before);
  });

  test('says that its submodules are missing, if it has any', async () => {
    project.commit({ '.gitmodules': '[submodule "one"]\n\tpath = one\n\turl = ../one\n' });
    const checkout = await checkOut('HEAD');
    expect(said).toEqual([expect.stringMatching(/^! the submodules of HEAD \(\w+\) are not checked out$/)]);
    await checkout.remove();
  });

  test.each([
    ['a branch', 'main'],
    ['a tag', 'v1'],
    ['an annotated tag', 'v2'],
    ['HEAD', 'HEAD'],
    ['the start of a commit', ''],
    ['a branch that looks like an option', '--detach'],
  ])('can be %s', async (_kind, word) => {
    const commit = project.commit({ a: '1' });
    project.git('update-ref', 'refs/heads/--detach', 'HEAD');
    project.git('tag', 'v1');
    project.git('tag', '--annotate', '--message', 'two', 'v2');
    const checkout = await checkOut(word || commit.slice(0, 8));
    expect(checkout.commit).toBe(commit);
    await checkout.remove();
  });

  test('can be checked out more than once at a time', async () => {
    project.commit({ a: '1' });
    const before = project.describe();
    const first = await checkOut('main');
    const second = await checkOut('main');
    expect(second.root).not.toBe(first.root);
    await first.remove();
    expect(read(second.root, 'a')).toBe('1');
    await second.remove();
    expect(project.describe()).toBe(before);
  });

  test('belongs to the repository of its folder, whatever the environment of a git hook says', async () => {
    project.commit({ 'below/a': '1' });
    const other = new GitProject(join(root, 'other'));
    other.commit({ b: '2' });
    vi.stubEnv('GIT_DIR', join(other.root, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', join(other.root, '.git/index'));
    const checkout = await checkOut('main', join(project.root, 'below'));
    expect(readdirSync(checkout.root).sort()).toEqual(['.git', 'below']);
    await checkout.remove();
  });

  test.skipIf(process.platform === 'win32')("does not run the user's hooks", async () => {
    project.commit({ a: '1' });
    const hook = join(project.root, '.git/hooks/post-checkout');
    project.write({ '.git/hooks/post-checkout': `#!/bin/sh\ntouch '${root}/the-hook-ran'\n` });
    chmodSync(hook, 0o755);
    await (await checkOut('main')).remove();
    expect(existsSync(join(root, 'the-hook-ran'))).toBe(false);
  });
});

test.skipIf(process.getuid?.() !== 0)(
  'a repository of another user, as a container has it, is refused with what to do',
  async () => {
    project.commit({ a: '1' });
    chownSync(project.root, 12_345, 12_345);
    const { message, hint } = await refusalOf('main');
    expect(message).toBe(`git does not read the repository of ${project.root}: it belongs to another user`);
    expect(hint).toBe(`if you trust it: git config --global --add safe.directory ${project.root}`);
  },
);

describe('dependencies', () => {
  test('are installed from the lock file, and what the project builds is built', async () => {
    project.commit(makeLockedPackage({ prepare: 'node build.js' }));
    project.commit({
      'build.js': "require('fs').writeFileSync('built.txt', 'built');\n",
      'package.json': {},
    });
    project.commit({
      ...makeLockedPackage({ prepare: 'node build.cjs' }),
      'build.cjs': "require('fs').writeFileSync('built.txt', 'built');\n",
    });
    const before = project.describe();
    const checkout = await checkOut('main');
    expect(read(checkout.root, 'node_modules/greeting/index.js')).toContain('hello');
    expect(read(checkout.root, 'built.txt')).toBe('built');
    expect(said).toEqual([
      `installing the dependencies of main (${checkout.commit.slice(0, 10)}), with their install scripts (--ignore-scripts: without): npm ci`,
    ]);
    await checkout.remove();
    expect(listCheckouts()).toEqual([]);
    expect(project.describe()).toBe(before);
  });

  test('are those of the package that the folder is in, without their scripts if these are to be ignored', async () => {
    const files = Object.entries(makeLockedPackage({ prepare: 'node -e "process.exit(1)"' })).map(
      ([name, content]) => [`packages/a/${name}`, content],
    );
    project.commit({ ...Object.fromEntries(files), 'packages/a/bench/my-case.ts': '' });
    const checkout = await checkOut('main', join(project.root, 'packages/a/bench'), undefined, true);
    expect(existsSync(join(checkout.root, 'packages/a/node_modules/greeting/index.js'))).toBe(true);
    expect(said[0]).toMatch(/, without their install scripts: npm ci in packages.a$/);
    await checkout.remove();
  });

  test('are those of the nearest folder that the revision has', async () => {
    project.commit(makeLockedPackage());
    project.commit({ 'bench/my-case.ts': '' });
    const checkout = await checkOut('HEAD~1', join(project.root, 'bench'));
    expect(existsSync(join(checkout.root, 'node_modules/greeting'))).toBe(true);
    await checkout.remove();
  });

  test('are installed for production and development alike', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const { 'package.json': own, 'package-lock.json': lock, ...others } = makeLockedPackage();
    const asDevelopment = (file: unknown): object =>
      JSON.parse(JSON.stringify(file).replaceAll('"dependencies"', '"devDependencies"'));
    project.commit({
      'package.json': asDevelopment(own),
      'package-lock.json': asDevelopment(lock),
      ...others,
    });
    const checkout = await checkOut('main');
    expect(existsSync(join(checkout.root, 'node_modules/greeting'))).toBe(true);
    await checkout.remove();
  });
});

describe('nothing is left behind', () => {
  let before = '';
  const expectNothingLeft = (): void => {
    expect(listCheckouts()).toEqual([]);
    expect(project.describe()).toBe(before);
  };

  test('if the lock file does not match', async () => {
    const { 'package-lock.json': _dropped, ...files } = makeLockedPackage();
    const commit = project.commit({
      ...files,
      'package-lock.json': { lockfileVersion: 3, packages: { '': { name: 'project', version: '1.0.0' } } },
    });
    before = project.describe();
    const { message } = await refusalOf('main');
    const [head, ...tail] = message.split('\n');
    expect(head).toBe(
      `the dependencies of main (${commit.slice(0, 10)}) could not be installed: npm ci failed with exit code 1`,
    );
    expect(tail.length).toBeGreaterThan(0);
    for (const line of tail) expect(line).toMatch(/^ {2}\| /);
    expect(message).toContain('Missing: greeting@');
    expect(message).not.toContain('--include');
    expectNothingLeft();
  });

  test('if a script fails, and its output is shown', async () => {
    project.commit(makeLockedPackage({ prepare: 'node -e "throw new Error(\'no compiler here\')"' }));
    before = project.describe();
    expect((await refusalOf('main')).message).toContain('Error: no compiler here');
    expectNothingLeft();
  });

  test('if the package manager is not installed', async () => {
    project.commit({ 'pnpm-lock.yaml': '' });
    before = project.describe();
    // Only git and what starts it.
    mkdirSync(join(root, 'bin'));
    for (const tool of ['git', 'setpriv']) linkTool(tool);
    const path = process.env.PATH ?? '';
    vi.stubEnv('PATH', join(root, 'bin'));
    const { message, hint } = await refusalOf('main');
    expect(message).toMatch(
      /^installing the dependencies of main \(\w{10}\) needs pnpm, which is not on PATH$/,
    );
    expect(hint).toBe('install pnpm, or add it to PATH');
    vi.stubEnv('PATH', path);
    expectNothingLeft();
  });

  test('if the user interrupts the installation, and its processes are terminated', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    project.commit(makeLockedPackage({ prepare: `node -e "require('net').connect(${port}, '127.0.0.1')"` }));
    before = project.describe();
    const controller = new AbortController();
    const checkout = checkOut('main', project.root, controller.signal);
    const failed = checkout.catch((reason: unknown) => reason);
    const [socket] = (await once(server, 'connection')) as [Socket];
    socket.resume().on('error', () => {});
    controller.abort();
    expect(await failed).toBe(controller.signal.reason);
    if (!socket.closed) await once(socket, 'close');
    server.close();
    expectNothingLeft();
  });

  test('if the user has already interrupted', async () => {
    project.commit({ a: '1' });
    before = project.describe();
    await expect(checkOut('main', project.root, AbortSignal.abort())).rejects.toThrow(/aborted/);
    expectNothingLeft();
  });

  test('by an invocation that was killed, once the next one starts; what is not abandoned stays', async () => {
    project.commit({ a: '1' });
    // On a disk that is not mounted now: only the user may remove it.
    project.git('worktree', 'add', '--quiet', '--detach', join(root, 'on a disk'));
    rmSync(join(root, 'on a disk'), { recursive: true });
    before = project.describe();
    const gonePid = spawnSync(process.execPath, ['--version']).pid;
    const [whole, locked, vanished] = ['aaaaaa', 'bbbbbb', 'cccccc'].map((end) =>
      makeOwnedFolder(join(root, 'tmp'), 'tidemark-revision').replace(
        new RegExp(`-${process.pid}-\\d+-\\w{6}$`),
        `-${gonePid}-0-${end}`,
      ),
    ) as [string, string, string];
    for (const path of [whole, locked, vanished]) project.git('worktree', 'add', '--quiet', '--detach', path);
    project.git('worktree', 'lock', locked);
    rmSync(vanished, { recursive: true });
    for (const name of listCheckouts().filter((one) => one.includes(`-${process.pid}-`))) {
      rmSync(join(root, 'tmp', name), { recursive: true });
    }
    expect(listCheckouts()).toHaveLength(2);

    const checkout = await checkOut('main');
    expect(listCheckouts()).toHaveLength(1);
    await checkout.remove();
    expectNothingLeft();
  });
});

describe('a revision is refused', () => {
  test.each(['no-such-branch', '', '-f', '--detach', '--all', '^main', 'main..main', 'main:a', 'HEAD~99'])(
    'if it is %j',
    async (word) => {
      project.commit({ a: '1' });
      const { message, hint } = await refusalOf(word);
      expect(message).toBe(`there is no revision '${word}' in ${project.root}`);
      expect(hint).toBe('give a branch, a tag or a commit that `git log` knows');
      expect(listCheckouts()).toEqual([]);
    },
  );

  test('with the branch of origin as a hint, if only that exists', async () => {
    project.commit({ a: '1' });
    project.git('update-ref', 'refs/remotes/origin/next', 'HEAD');
    expect((await refusalOf('next')).hint).toBe('did you mean origin/next?');
  });

  test('if a shallow clone does not contain it', async () => {
    project.commit({ a: '1' });
    project.commit({ a: '2' });
    project.git('clone', '--quiet', '--depth', '1', `file://${project.root}`, join(root, 'shallow'));
    const { message, hint } = await refusalOf('HEAD~1', join(root, 'shallow'));
    expect(message).toBe(`there is no revision 'HEAD~1' in ${join(root, 'shallow')}`);
    expect(hint).toContain('git fetch --unshallow');
  });

  test('if its folder is not in a repository', async () => {
    const { message, hint } = await refusalOf('main', join(root, 'tmp'));
    expect(message).toContain(`${join(root, 'tmp')} is not in the working tree of a git repository: fatal: `);
    expect(hint).toContain('a file in a git repository');
  });

  test('if its folder does not exist', async () => {
    expect((await refusalOf('main', join(root, 'none'))).message).toBe(`${root}/none is not a folder`);
  });

  test('if git is not installed', async () => {
    vi.stubEnv('PATH', join(root, 'bin'));
    const { message, hint } = await refusalOf('main');
    expect({ message, hint }).toEqual({
      message: 'git is not on PATH',
      hint: 'revisions are checked out with git; install it, or add it to PATH',
    });
  });
});

describe('the same file in a checkout', () => {
  let checkout: { readonly root: string; readonly commit: string };
  beforeEach(() => {
    const commit = project.commit({ 'bench/my-case.ts': 'export {};\n' });
    const other = new GitProject(join(root, 'checkout'));
    other.write({ 'bench/my-case.ts': '' });
    checkout = { root: other.root, commit };
  });
  const find = (path: string): string => sameFileIn(project.root, checkout, path);

  test('is at the same place below its root', async () => {
    const path = join(project.root, 'bench/my-case.ts');
    expect(await findRepository(join(project.root, 'bench'))).toBe(project.root);
    expect(find(path)).toBe(join(checkout.root, 'bench/my-case.ts'));
  });

  test.skipIf(process.platform === 'win32')('is found through a link to its folder', () => {
    symlinkSync(join(project.root, 'bench'), join(root, 'link'));
    expect(find(join(root, 'link/my-case.ts'))).toBe(join(checkout.root, 'bench/my-case.ts'));
  });

  test('is refused if the revision does not contain it', () => {
    project.write({ 'bench/new-case.ts': '' });
    expect(() => find(join(project.root, 'bench/new-case.ts'))).toThrow(
      `${join('bench', 'new-case.ts')} is not in revision ${checkout.commit.slice(0, 10)}`,
    );
  });

  test('is refused if it belongs to another repository', () => {
    expect(() => find(join(checkout.root, 'bench/my-case.ts'))).toThrow('is not in the repository');
  });
});

function linkTool(name: string): void {
  const path = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, name))
    .find(existsSync);
  if (path !== undefined) symlinkSync(path, join(root, 'bin', name));
}
