import { spawnSync } from 'node:child_process';
import { findProgram } from '../../processes/find-program.ts';
import { describeThisMachine, type Machine } from '../../processes/this-machine.ts';
import { runGit } from './git.ts';

const GIT_LIMIT_MS = 10 * 1000;

export interface Checkout {
  readonly gitCommit?: string;
  /** Whether every file that git knows is as in that commit. Absent where git cannot say. */
  readonly gitIsClean?: boolean;
}

/** The commit that the current folder is at; empty where there is none, or no git. */
export async function readCheckout(): Promise<Checkout> {
  if (!hasGit(describeThisMachine())) return {};
  const gitCommit = (await ask('rev-parse', 'HEAD'))?.trim() || undefined;
  if (gitCommit === undefined) return {};
  // Reports and other files that git does not know change nothing that is measured by name.
  const changes = await ask('status', '--porcelain', '--untracked-files=no');
  return { gitCommit, ...(changes !== undefined && { gitIsClean: changes.trim() === '' }) };
}

async function ask(...words: readonly string[]): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runGit(process.cwd(), words, AbortSignal.timeout(GIT_LIMIT_MS));
    return exitCode === 0 ? stdout.text() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Only a git on PATH: Windows would take one in the current folder first. On macOS without the tools for developers, git
 * is a program that asks the user to install them.
 */
export function hasGit(machine: Machine, hasTools: () => boolean = hasMacTools): boolean {
  const git = findProgram('git', machine);
  if (git === undefined) return false;
  return machine.platform !== 'darwin' || git.command !== '/usr/bin/git' || hasTools();
}

const hasMacTools = (): boolean => spawnSync('xcode-select', ['-p'], { stdio: 'ignore' }).status === 0;
