import { spawnSync } from 'node:child_process';
import { findProgram } from '../../processes/find-program.ts';
import { describeThisMachine, type Machine } from '../../processes/this-machine.ts';
import { runGit } from './git.ts';

const GIT_LIMIT_MS = 10 * 1000;

/** The commit that the current folder is at; undefined where there is none, or no git. */
export async function readCommit(): Promise<string | undefined> {
  if (!hasGit(describeThisMachine())) return undefined;
  try {
    const { exitCode, stdout } = await runGit(
      process.cwd(),
      ['rev-parse', 'HEAD'],
      AbortSignal.timeout(GIT_LIMIT_MS),
    );
    return exitCode === 0 ? stdout.text().trim() || undefined : undefined;
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
