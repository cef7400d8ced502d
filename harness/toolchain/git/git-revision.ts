/** A git revision of the project that owns a scenario, in a folder of its own beside the user's working tree. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { isAbandoned, makeOwnedFolder } from '../owned-folder.ts';
import { runGit } from './git.ts';
import { installDependencies } from './install-dependencies.ts';

const PURPOSE = 'tidemark-revision';
const SHORT_COMMIT = 10;

export interface CheckoutRequest {
  /** Any folder of the repository; its dependencies are installed, in a monorepo those of the package it is in. */
  readonly repository: string;
  /** A branch, tag, commit or `HEAD~2`, as the user wrote it. */
  readonly revision: string;
  /** Gets a line where it takes long. */
  readonly say: (line: string) => void;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

export interface Checkout {
  /** The folder that is to the checkout what the root of the repository is to the working tree. */
  readonly root: string;
  readonly commit: string;
  /**
   * Takes it away again, with all that git knows of it; may be called more than once. Does not throw: what could not
   * be removed is abandoned when this process has ended, and removed by the next that checks something out.
   */
  readonly remove: () => Promise<void>;
}

/**
 * Checks out a revision as a detached worktree in a temporary folder, and installs its dependencies, scripts included:
 * scenarios may import what a project builds. The user's working tree, index and branches stay as they are. Throws a
 * UsageError where it cannot be done, or `signal`'s reason; then nothing is left behind.
 */
export async function checkOutRevision({
  repository,
  revision,
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
    // Git would write into the user's own configuration where they are.
    if (existsSync(join(root, '.gitmodules'))) say(`! the submodules of ${title} are not checked out`);
    const folder = findFolder(root, relative(repositoryRoot, realpathSync(repository)));
    await installDependencies({ title, checkoutRoot: root, repositoryRoot, folder, say, signal });
    signal.throwIfAborted();
    return { root, commit, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The root of the working tree that a folder is in. Throws a UsageError where there is none. */
export async function findRepository(folder: string, signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await runGit(
    requireFolder(folder),
    ['rev-parse', '--show-toplevel'],
    signal,
  );
  // With its own separators, and without links, as every other path here.
  if (exitCode === 0) return realpathSync(stdout.text().replace(/\r?\n$/, ''));
  throw new UsageError(
    `${folder} is not in the working tree of a git repository: ${lastLine(stderr.text())}`,
    {
      hint: 'revisions can be compared where the scenario is a file of a git repository',
    },
  );
}

/** Where a file of the repository at `root` is in a checkout of it. Throws a UsageError where that revision has it not. */
export function sameFileIn(root: string, checkout: Pick<Checkout, 'root' | 'commit'>, path: string): string {
  const absolute = resolve(path);
  // Of the file itself the name counts, also where it is a link.
  const real = join(realpathSync(dirname(absolute)), basename(absolute));
  const below = relative(realpathSync(root), real);
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) {
    throw new UsageError(`${path} is not in the repository ${root}`, {
      hint: 'a revision is compared by a scenario that the repository has in it',
    });
  }
  const same = join(checkout.root, below);
  if (existsSync(same)) return same;
  throw new UsageError(`${below} is not in revision ${checkout.commit.slice(0, SHORT_COMMIT)}`, {
    hint: 'both revisions need the scenario: commit it first, or choose a later revision',
  });
}

function requireFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new UsageError(`there is no folder ${folder}`);
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
    return `there is origin/${revision}`;
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
    hint: `try \`git worktree add --detach FOLDER ${commit}\``,
  });
}

/** The nearest folder that the revision has too. */
function findFolder(root: string, below: string): string {
  const folder = join(root, below);
  return below === '.' || below === '' || existsSync(folder) ? folder : findFolder(root, dirname(below));
}

/** Not by `git worktree prune`: it would also forget worktrees of the user's on a disk that is not there now. */
async function removeAbandoned(repositoryRoot: string): Promise<void> {
  const { stdout } = await runGit(repositoryRoot, ['worktree', 'list', '--porcelain']);
  const paths = [...stdout.text().matchAll(/^worktree (.*)$/gm)].map(([, path = '']) => path);
  for (const path of paths) {
    if (isAbandoned(basename(path), PURPOSE)) await removeCheckout(repositoryRoot, path);
  }
}

/** Twice forced: a checkout that was killed half way is locked. Without its folder git forgets the rest. */
async function removeCheckout(repositoryRoot: string, root: string): Promise<void> {
  await rm(root, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  await runGit(repositoryRoot, ['worktree', 'remove', '--force', '--force', '--', root]).catch(() => {});
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.trim() || 'git did not say why';
