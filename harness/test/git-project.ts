/** A project in its own git repository, for tests that compare its revisions. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export class GitProject {
  readonly root: string;

  constructor(root: string) {
    this.root = root;
    mkdirSync(root, { recursive: true });
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'A Tester');
    this.git('config', 'user.email', 'tester@example.invalid');
    this.git('config', 'commit.gpgsign', 'false');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  write(files: Readonly<Record<string, string | object>>): void {
    for (const [name, content] of Object.entries(files)) {
      const path = join(this.root, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    }
  }

  /** Returns the commit. */
  commit(files: Readonly<Record<string, string | object>>): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--message', 'a change');
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** Everything that must be the same afterwards: files, index, branches and worktrees. */
  describe(): string {
    return [
      this.git('worktree', 'list', '--porcelain'),
      this.git('status', '--porcelain', '--branch', '--ignored'),
      this.git('diff', 'HEAD'),
      this.git('for-each-ref'),
      this.git('config', '--local', '--list'),
    ].join('\n');
  }
}

/** A package with one dependency, which is a folder next to its package.json: nothing comes from a registry. */
export function makeLockedPackage(
  scripts: Readonly<Record<string, string>> = {},
): Record<string, object | string> {
  const own = { name: 'project', version: '1.0.0', dependencies: { greeting: 'file:vendor/greeting' } };
  return {
    'package.json': { ...own, type: 'module', scripts },
    'package-lock.json': {
      name: 'project',
      version: '1.0.0',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': own,
        'node_modules/greeting': { resolved: 'vendor/greeting', link: true },
        'vendor/greeting': { name: 'greeting', version: '1.0.0' },
      },
    },
    'vendor/greeting/package.json': { name: 'greeting', version: '1.0.0', main: 'index.js' },
    'vendor/greeting/index.js': 'exports.word = "hello";\n',
    '.gitignore': 'node_modules/\n',
  };
}
