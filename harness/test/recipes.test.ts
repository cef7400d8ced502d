/**
 * The recipes of engines that are not installed on the machine: their commands are run as the engine would run them, with
 * the variables and files that it provides, and what they measure is made smaller.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job as KubernetesJob } from 'kubernetes-types/batch/v1.js';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EXIT } from '../errors.ts';
import { packageRoot } from '../package-root.ts';
import { readReport } from '../store/read-report.ts';
import { RECIPES, RecipeShell } from './recipe-shell.ts';

const SHARDS = 3;
const shell = new RecipeShell();
afterAll(() => {
  shell.remove();
});

const readYaml = <Content>(file: string): Content =>
  parse(readFileSync(join(RECIPES, file), 'utf8'), { strict: true }) as Content;

const makeSmaller = (command: string): string =>
  command.replace('--all --quick', '-s await-drain -p volume=1MiB,2MiB,4MiB --quick --no-growth');

async function expectPass(command: string, cwd: string, variables?: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await shell.run(makeSmaller(command), cwd, variables);
  expect({ code, output }).toMatchObject({ code: EXIT.pass });
}

const expectMerged = (folder: string): void => {
  const { complete, merged, results } = readReport(folder, shell.folder);
  expect({ complete, shards: merged?.invocations.length, cases: results.length }).toEqual({
    ...{ complete: true, shards: SHARDS, cases: 3 },
  });
};

interface GitHubJob {
  readonly needs?: string;
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
  readonly steps: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly with?: Readonly<Record<string, string>>;
  }[];
}

test('the matrix of GitHub Actions measures all shards, and its last job merges their artifacts', async () => {
  const { jobs } = readYaml<{ jobs: Record<'measure' | 'merge', GitHubJob> }>('github-matrix.yml');
  const { measure, merge } = jobs;
  const cwd = shell.open('github');
  const shards = measure.strategy?.matrix.shard ?? [];
  expect(shards).toHaveLength(SHARDS);
  expect(merge.needs).toBe('measure');
  const download = merge.steps.find(({ uses }) => uses?.startsWith('actions/download-artifact'))?.with;
  await shell.run(`mkdir '${download?.path}'`, cwd);
  for (const index of shards.keys()) {
    const fill = (text: string): string =>
      text
        .replace(/\$\{\{ strategy\.job-index \}\}/, String(index))
        .replace(/\$\{\{ strategy\.job-total \}\}/, String(shards.length));
    for (const { uses, run, env, with: given } of measure.steps) {
      const variables = Object.entries(env ?? {}).map(([name, value]) => [name, fill(value)] as const);
      if (run?.includes('tidemark')) await expectPass(run, cwd, Object.fromEntries(variables));
      if (!uses?.startsWith('actions/upload-artifact')) continue;
      const name = fill(given?.name ?? '');
      expect(name).toMatch(new RegExp(`^${download?.pattern?.replace('*', '.*')}$`));
      renameSync(join(cwd, given?.path ?? ''), join(cwd, download?.path ?? '', name));
    }
  }
  const summary = join(cwd, 'summary.md');
  for (const { run } of merge.steps)
    if (run?.includes('tidemark')) await expectPass(run, cwd, { GITHUB_STEP_SUMMARY: summary });
  expectMerged(join(cwd, 'merged'));
  expect(readFileSync(summary, 'utf8')).toContain('## tidemark: pass');
}, 60_000);

interface GitLabJob {
  readonly parallel?: number;
  readonly needs?: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly paths: readonly string[]; readonly reports?: { readonly junit: string } };
}

test('the parallel jobs of GitLab measure all shards, and the next job merges their artifacts', async () => {
  const { measure, merge } = readYaml<Record<'measure' | 'merge', GitLabJob>>('gitlab-parallel.yml');
  const cwd = shell.open('gitlab');
  expect(measure.parallel).toBe(SHARDS);
  expect(measure.artifacts.paths).toEqual(['shards']);
  expect(merge.needs).toEqual(['measure']);
  const commands = ({ script }: GitLabJob): string => script.filter((line) => line !== 'npm ci').join('\n');
  for (let index = 1; index <= SHARDS; index += 1)
    await expectPass(commands(measure), cwd, { CI_NODE_INDEX: `${index}`, CI_NODE_TOTAL: `${SHARDS}` });
  await expectPass(commands(merge), cwd);
  expectMerged(join(cwd, 'merged'));
  expect(readFileSync(join(cwd, merge.artifacts.reports?.junit ?? ''), 'utf8')).toContain('<testsuites');
}, 60_000);

test('the Indexed Job of Kubernetes is one by the types of its API, and its pods measure all shards', async () => {
  const job = readYaml<KubernetesJob>('kubernetes-indexed-job.yaml');
  expect(typeErrorsIn(job)).toBe('');
  // What is checked can fail.
  expect(typeErrorsIn({ ...job, spec: { ...job.spec, parallel: 3 } })).toContain(
    '"parallel"\' does not exist',
  );

  const { completions, completionMode, template } = job.spec ?? {};
  expect({ completions, completionMode }).toEqual({ completions: SHARDS, completionMode: 'Indexed' });
  const [container] = template?.spec?.containers ?? [];
  const [mount] = container?.volumeMounts ?? [];
  const cwd = shell.open('kubernetes');
  expect(container?.command).toEqual(['sh', '-c']);
  const [script = ''] = container?.args ?? [];
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
  for (let index = 0; index < SHARDS; index += 1)
    await expectPass(script.replace(`${mount?.mountPath}/`, `${cwd}/shards/`), cwd, {
      ...env,
      JOB_COMPLETION_INDEX: `${index}`,
    });
  await expectPass('npx tidemark merge shards --out merged', cwd);
  expectMerged(join(cwd, 'merged'));
}, 60_000);

/** Of the compiler: the types are made of the OpenAPI schema of Kubernetes. */
function typeErrorsIn(job: unknown): string {
  const folder = mkdtempSync(join(packageRoot, 'node_modules', '.cache', 'kubernetes-'));
  try {
    const file = join(folder, 'job.ts');
    writeFileSync(
      file,
      `import type { Job } from 'kubernetes-types/batch/v1.js';\nexport const job: Job = ${JSON.stringify(job)};\n`,
    );
    const compiler = join(packageRoot, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--module', 'nodenext'];
    const { stdout } = spawnSync(process.execPath, [compiler, ...options, file], { encoding: 'utf8' });
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
