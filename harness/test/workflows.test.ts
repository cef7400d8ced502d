/** The project's own workflows and issue forms are valid, and what they reference exists. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../package-root.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly 'fail-fast': boolean;
    readonly matrix: Readonly<Record<string, readonly unknown[]>>;
  };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': boolean | string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const readYaml = <Content>(path: string): Content =>
  parse(readFileSync(join(packageRoot, path), 'utf8'), { strict: true }) as Content;

const WORKFLOWS = new Map(
  [...readdirSync(join(packageRoot, '.github/workflows')).map((file) => `.github/workflows/${file}`)]
    .concat('scripts/github-workflow.example.yml')
    .map((path) => [path, readYaml<Workflow>(path)]),
);
const CI = readYaml<Workflow>('.github/workflows/ci.yml');
const RELEASE = readYaml<Workflow>('.github/workflows/release.yml');

const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps);
const commandsOf = (workflow: Workflow): string[] => stepsOf(workflow).flatMap(({ run }) => run ?? []);

describe.each([...WORKFLOWS])('%s', (_path, workflow) => {
  test('has read-only permissions, unless a job requests more', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('cancels or queues a run that another one supersedes', () => {
    expect(workflow.concurrency.group).toMatch(/^[\w-]+/);
  });

  test('has a timeout for every job', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('pins a major version or a commit of every action', () => {
    const actions = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
  });

  test('does not persist credentials in the checkout', () => {
    const checkouts = stepsOf(workflow).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const step of checkouts) expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  test('puts no data from an event into a command, which a shell would run', () => {
    for (const command of commandsOf(workflow)) expect(command).not.toContain('${{');
  });

  test('calls only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
    const named = commandsOf(workflow).flatMap((command) =>
      [...command.matchAll(/\bnpm (?:run )?(\S+)/g)].map(([, name = '']) => name),
    );
    for (const name of named.filter((word) => !['ci', 'publish'].includes(word))) {
      expect(scripts).toHaveProperty(name);
    }
  });
});

test('the tests run on every supported Node and system, and a failure does not cancel the others', () => {
  const { strategy, steps } = CI.jobs.test as Job;
  expect(strategy).toEqual({
    'fail-fast': false,
    matrix: { node: [20, 22, 24, 26], os: ['ubuntu-latest', 'macos-latest', 'windows-latest'] },
  });
  expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['npm ci', 'npm test', 'npm run test:catalogue']);
});

test('the oldest Node of the matrix is the oldest that package.json allows', () => {
  const { engines } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  expect(engines.node).toBe(`>=${CI.jobs.test?.strategy?.matrix.node?.[0]}.19.0`);
});

test('a tag releases, after the tests, with provenance', () => {
  expect(RELEASE.on).toEqual({ push: { tags: ['v*'] } });
  expect(RELEASE.jobs.publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  const [check, ...commands] = commandsOf(RELEASE);
  expect(check).toContain('package.json');
  expect(check).toContain('CHANGELOG.md');
  expect(commands).toEqual(['npm ci', 'npm test', 'npm publish --provenance --access public']);
});

describe.skipIf(process.platform === 'win32')('a release is refused', () => {
  const [check = ''] = commandsOf(RELEASE);
  const runCheck = (changelog: string, tag: string): number | null => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-release-'));
    writeFileSync(join(folder, 'package.json'), '{ "version": "1.2.3" }');
    writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
    const { status } = spawnSync('bash', ['-ec', check], {
      cwd: folder,
      env: { PATH: process.env.PATH, TAG: tag },
    });
    rmSync(folder, { recursive: true, force: true });
    return status;
  };

  test.each([
    ['unless tag, version and changelog agree', '## 1.2.3 - 2030-01-02', 'v1.2.3', 0],
    ['with the tag of another version', '## 1.2.3 - 2030-01-02', 'v1.2.4', 1],
    ['with a changelog that has no such version', '## 1.2.30 - 2030-01-02', 'v1.2.3', 1],
    ['with a section that has no date', '## 1.2.3', 'v1.2.3', 1],
    ['with a version that only looks alike', '## 1x2.3 - 2030-01-02', 'v1.2.3', 1],
  ])('%s', (_when, heading, tag, status) => {
    expect(runCheck(`# Changelog\n\n## Unreleased\n\n${heading}\n`, tag)).toBe(status);
  });
});

test.each(['bug.yml', 'feature.yml'])('the issue form %s has a name, a description and questions', (file) => {
  const form = readYaml<{
    readonly name: string;
    readonly description: string;
    readonly body: readonly { readonly type: string; readonly id?: string }[];
  }>(`.github/ISSUE_TEMPLATE/${file}`);
  expect(form.name).not.toBe('');
  expect(form.description).not.toBe('');
  const questions = form.body.filter(({ type }) => type !== 'markdown');
  const ids = questions.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(0);
  expect(new Set(ids).size).toBe(ids.length);
  if (file === 'bug.yml') expect(ids).toEqual(expect.arrayContaining(['report', 'environment']));
});
