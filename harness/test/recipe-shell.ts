/** Runs the commands of scripts/recipes as a project that has tidemark would. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { compiled, packageRoot } from '../package-root.ts';

export const RECIPES = join(packageRoot, 'scripts/recipes');

export interface Ended {
  readonly code: unknown;
  /** stdout, and then stderr. */
  readonly output: string;
}

export class RecipeShell {
  readonly folder = mkdtempSync(join(tmpdir(), 'tidemark-recipes-'));

  constructor() {
    const bin = join(this.folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    const npx = `#!/bin/sh\nshift\nexec node '${compiled('harness/cli.js')}' "$@"\n`;
    writeFileSync(join(bin, 'npx'), npx, { mode: 0o755 });
  }

  /** Makes a folder for one test. */
  open(name: string): string {
    const path = join(this.folder, name);
    mkdirSync(path);
    return path;
  }

  readonly run = (script: string, cwd: string, variables: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const PATH = [join(this.folder, 'bin'), process.env.PATH ?? ''].join(delimiter);
      const env = { ...process.env, ...variables, PATH };
      execFile('sh', ['-c', script], { cwd, env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, output: stdout + stderr }),
      );
    });

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
