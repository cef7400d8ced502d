/** Runs the compiled program in its own temporary folder, for tests from its arguments to its exit code. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { compiled } from '../package-root.ts';

export const CLI = compiled('harness/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class CommandLine {
  readonly root: string;
  #roots = 0;

  constructor(name: string) {
    this.root = mkdtempSync(join(tmpdir(), `tidemark-${name}-`));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** The environment of the test runner is not passed on. Temporary files are removed with the root. */
  makeEnv(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: this.root, ...env };
  }

  start(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return this.#startNode([CLI, ...args], env);
  }

  #startNode(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    return spawn(process.execPath, args, {
      cwd: this.root,
      env: this.makeEnv(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
    return this.runNode([CLI, ...args], env);
  }

  /** Any program, in the same folder and environment. */
  async runNode(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> {
    const child = this.#startNode(args, env);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { code: code as number | null, stdout, stderr };
  }

  /** A new results folder for each call. */
  makeResultsRoot(): string {
    this.#roots += 1;
    return join(this.root, `results-${this.#roots}`);
  }
}

/** The folder of the only invocation below `resultsRoot`. */
export function findRunFolder(resultsRoot: string): string {
  const [id = '', ...others] = readdirSync(resultsRoot);
  expect(others).toEqual([]);
  return join(resultsRoot, id);
}

/** Resolves once the output of `stream` matches. */
export async function waitFor(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<void> {
  let seen = '';
  while (!pattern.test(seen)) {
    const [chunk] = (await once(stream, 'data')) as [Buffer];
    seen += chunk.toString();
  }
}
