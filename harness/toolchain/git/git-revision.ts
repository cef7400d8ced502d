/** A git revision of the project that owns a scenario, checked out outside the user's working tree. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isAbandoned, makeOwnedFolder } from '../../processes/owned-folder.ts';
import { runGit } from './git.ts';
import { installDependencies } from './install-dependencies.ts';

const PURPOSE = 'tidemark-revision';
const SHORT_COMMIT = 10;

export interface CheckoutRequest {
  /** Any folder of the repository; its dependencies are installed, in a monorepo those of the package it is in. */
  readonly repository: string;
  /** A branch, tag, commit or `HEAD~2`, as the user wrote it. */
  readonly revision: string;
  /** Whether the install scripts of its dependencies do not run. */
  readonly ignoresScripts: boolean;
  /** Receives a line before a step that takes long. */
  readonly say: (line: string) => void;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

export interface Checkout {
  /** The folder that is to the checkout what the root of the repository is to the working tree. */
  readonly root: string;
  readonly commit: string;
  /**
   * Removes it, with everything that git has recorded about it; may be called more than once. Does not throw: what
   * could not be removed is abandoned when this process has ended, and removed by the next invocation that checks
   * out a revision.
   */
  readonly remove: () => Promise<void>;
}

/**
 * Checks out a revision as a detached worktree in a temporary folder, and installs its dependencies, scripts included:
 * scenarios may import what a project builds. The user's working tree, index and branches stay as they are. Throws a
 * UsageError if it cannot be done, or `signal`'s reason; then nothing is left behind.
 */
export async function checkOutRevision({
  repository,
  revision,
  ignoresScripts,
  say,
  signal,
}: CheckoutRequest): Promise<Checkout> {
  const repositoryRoot = await findRepository(repository, signal);
  const commit = await findCommit(repositoryRoot, revision, signal);
  await removeAbandoned(repositoryRoot);
  const root = makeOwnedFolder(tmpdir(), PURPOSE);
  const remove = (): Promise<void> => removeCheckout(repositoryRoot, root);
  const title = `${revision} (${commit.slice(0, SHORT_COMMIT)})`;
  try {
    await addWorktree(repositoryRoot, root, commit, title, signal);
    // Not checked out: git would write their locations into the user's own configuration.
    if (existsSync(join(root, '.gitmodules'))) say(`! the submodules of ${title} are not checked out`);
    const folder = findFolder(root, findBelow(repositoryRoot, repository));
    const common = { ignoresScripts, say, signal };
    await installDependencies({ title, checkoutRoot: root, repositoryRoot, folder, ...common });
    signal.throwIfAborted();
    return { root, commit, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The root of the working tree that a folder is in. Throws a UsageError if it is not in one. */
export async function findRepository(folder: string, signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await runGit(
    requireFolder(folder),
    ['rev-parse', '--show-toplevel'],
    signal,
  );
  // With the separators of this system and without links, like every other path here.
  if (exitCode === 0) return realpathSync.native(stdout.text().replace(/\r?\n$/, ''));
  if (/dubious ownership/.test(stderr.text())) throw refuseOwnership(folder);
  throw new UsageError(
    `${folder} is not in the working tree of a git repository: ${lastLine(stderr.text())}`,
    {
      hint: 'to compare revisions, the scenario must be a file in a git repository',
    },
  );
}

/** Where a file of the repository at `root` is in a checkout of it. Throws a UsageError if that revision does not contain it. */
export function sameFileIn(root: string, checkout: Pick<Checkout, 'root' | 'commit'>, path: string): string {
  const absolute = resolve(path);
  // The last part is not resolved: a link is compared by its own name.
  const real = join(realpathSync.native(dirname(absolute)), basename(absolute));
  const below = relative(realpathSync.native(root), real);
  if (isOutside(below)) {
    throw new UsageError(`${path} is not in the repository ${root}`, {
      hint: 'to compare revisions, the scenario must be a file in that repository',
    });
  }
  const same = join(checkout.root, below);
  if (existsSync(same)) return same;
  throw new UsageError(`${below} is not in revision ${checkout.commit.slice(0, SHORT_COMMIT)}`, {
    hint: 'both revisions must contain the scenario: commit it first, or choose a later revision',
  });
}

/** Windows has short names of folders, and drives that stand for others: the names of both are those of the system. */
function findBelow(repositoryRoot: string, folder: string): string {
  const below = relative(repositoryRoot, realpathSync.native(folder));
  if (!isOutside(below)) return below;
  throw new UsageError(`${folder} is not below ${repositoryRoot}, where git says that its repository is`, {
    hint: 'call tidemark by the path that git has: `git rev-parse --show-toplevel`',
  });
}

export const isOutside = (below: string): boolean =>
  below === '..' || /^\.\.[/\\]/.test(below) || isAbsolute(below);

/** As in a container that has the folder of another user. */
const refuseOwnership = (folder: string): UsageError =>
  new UsageError(`git does not read the repository of ${folder}: it belongs to another user`, {
    hint: `if you trust it: git config --global --add safe.directory ${folder}`,
  });

function requireFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new UsageError(`${folder} is not a folder`);
}

async function findCommit(root: string, revision: string, signal: AbortSignal): Promise<string> {
  const commit = await resolveCommit(root, revision, signal);
  if (commit !== undefined) return commit;
  throw new UsageError(`there is no revision '${revision}' in ${root}`, {
    hint: await hintAtRevision(root, revision, signal),
  });
}

async function resolveCommit(
  root: string,
  revision: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const requested = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  const { exitCode, stdout } = await runGit(root, requested, signal);
  const commit = stdout.text().trim();
  // `^main` is answered with `^` and a commit.
  return exitCode === 0 && /^[0-9a-f]{40,64}$/.test(commit) ? commit : undefined;
}

async function hintAtRevision(root: string, revision: string, signal: AbortSignal): Promise<string> {
  if ((await resolveCommit(root, `origin/${revision}`, signal)) !== undefined) {
    return `did you mean origin/${revision}?`;
  }
  const shallow = await runGit(root, ['rev-parse', '--is-shallow-repository'], signal);
  return shallow.stdout.text().trim() === 'true'
    ? 'this is a shallow clone: fetch the rest with `git fetch --unshallow --tags` (in CI, check out with full depth)'
    : 'give a branch, a tag or a commit that `git log` knows';
}

async function addWorktree(
  repositoryRoot: string,
  root: string,
  commit: string,
  title: string,
  signal: AbortSignal,
): Promise<void> {
  const args = ['worktree', 'add', '--detach', '--', root, commit];
  const { exitCode, stderr } = await runGit(repositoryRoot, args, signal);
  if (exitCode === 0) return;
  throw new UsageError(`${title} could not be checked out: ${lastLine(stderr.text())}`, {
    hint: `to see why, try \`git worktree add --detach FOLDER ${commit}\``,
  });
}

/** The nearest folder that exists in the revision. */
function findFolder(root: string, below: string): string {
  const folder = join(root, below);
  return below === '.' || below === '' || existsSync(folder) ? folder : findFolder(root, dirname(below));
}

/** Without `git worktree prune`, which would also remove the user's worktrees on a disk that is not mounted now. */
async function removeAbandoned(repositoryRoot: string): Promise<void> {
  const { stdout } = await runGit(repositoryRoot, ['worktree', 'list', '--porcelain']);
  const paths = [...stdout.text().matchAll(/^worktree (.*)$/gm)].map(([, path = '']) => path);
  for (const path of paths) {
    if (isAbandoned(basename(path), PURPOSE)) await removeCheckout(repositoryRoot, path);
  }
}

/** `--force` twice: a checkout that was killed halfway is locked. Once its folder is gone, git drops the rest. */
async function removeCheckout(repositoryRoot: string, root: string): Promise<void> {
  await rm(root, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  await runGit(repositoryRoot, ['worktree', 'remove', '--force', '--force', '--', root]).catch(() => {});
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() || 'git gave no reason';
