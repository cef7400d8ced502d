import { expect, test } from 'vitest';
import { UsageError } from '../../errors.ts';
import { findShard, type Variables } from './find-shard.ts';

function refusal(word: string, variables: Variables = {}): UsageError {
  try {
    findShard(word, variables);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

const SLURM = (id: number, min: number, max: number, step: number, count: number): Variables => ({
  ...{ SLURM_ARRAY_TASK_ID: `${id}`, SLURM_ARRAY_TASK_MIN: `${min}`, SLURM_ARRAY_TASK_MAX: `${max}` },
  ...{ SLURM_ARRAY_TASK_STEP: `${step}`, SLURM_ARRAY_TASK_COUNT: `${count}` },
});

test('a shard that is typed is counted from 1', () => {
  expect(findShard('2/3', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '9' })).toEqual({
    ...{ index: 2, total: 3, source: '--shard' },
  });
});

test.each(['', '3', '0/3', '4/3', '1/0', '-1/3', '1.5/3', '1/3/5', 'AUTO', ' 1/3'])(
  '%j is refused',
  (word) => {
    expect(refusal(word).hint).toContain('--shard 1/3');
  },
);

test.each<[string, Variables]>([
  ['GitHub Actions', { STRATEGY_JOB_INDEX: '1', STRATEGY_JOB_TOTAL: '3' }],
  ['GitLab', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }],
  ['CircleCI', { CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '3' }],
  ['Buildkite', { BUILDKITE_PARALLEL_JOB: '1', BUILDKITE_PARALLEL_JOB_COUNT: '3' }],
  ['Semaphore', { SEMAPHORE_JOB_INDEX: '2', SEMAPHORE_JOB_COUNT: '3' }],
  ['Azure Pipelines', { SYSTEM_JOBPOSITIONINPHASE: '2', SYSTEM_TOTALJOBSINPHASE: '3' }],
  ['Kubernetes', { JOB_COMPLETION_INDEX: '1', TIDEMARK_SHARDS: '3' }],
  ['Slurm', SLURM(1, 0, 2, 1, 3)],
  ['Slurm', SLURM(4, 1, 7, 3, 3)],
  ['AWS Batch', { AWS_BATCH_JOB_ARRAY_INDEX: '1', AWS_BATCH_JOB_ARRAY_SIZE: '3' }],
  ['Bazel', { TEST_SHARD_INDEX: '1', TEST_TOTAL_SHARDS: '3' }],
  ['GNU parallel', { PARALLEL_SEQ: '2', TIDEMARK_SHARDS: '3' }],
])('auto reads the second of three shards from %s, and says from what', (name, variables) => {
  const found = findShard('auto', variables);
  expect(found).toMatchObject({ index: 2, total: 3 });
  expect(found.source.startsWith(`${name}: `)).toBe(true);
  for (const [variable, value] of Object.entries(variables))
    expect(found.source).toContain(`${variable}=${value}`);
});

test('the total of an engine that does not say it has to be set', () => {
  const hint = 'set TIDEMARK_SHARDS to the number of shards, for example TIDEMARK_SHARDS=3';
  expect(refusal('auto', { JOB_COMPLETION_INDEX: '0' }).hint).toBe(hint);
  expect(refusal('auto', { PARALLEL_SEQ: '1', TIDEMARK_SHARDS: '' }).hint).toBe(hint);
  expect(refusal('auto', { CI_NODE_INDEX: '1' }).message).toBe(
    'GitLab says CI_NODE_INDEX=1, but CI_NODE_TOTAL is not set',
  );
});

test('two engines that disagree are refused, and two that agree are not', () => {
  const gitlab = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' };
  expect(refusal('auto', { ...gitlab, ...SLURM(1, 1, 3, 1, 3) }).message).toMatch(
    /two shards: 2 of 3 \(GitLab: .*\), and 1 of 3 \(Slurm: /,
  );
  expect(findShard('auto', { ...gitlab, ...SLURM(2, 1, 3, 1, 3) })).toMatchObject({ index: 2, total: 3 });
});

test('an array of Slurm with gaps is refused', () => {
  // --array=1,5,6
  expect(refusal('auto', SLURM(5, 1, 6, 1, 3)).message).toMatch(/an array with gaps/);
});

test('an index that is not a number, or outside, is refused', () => {
  expect(refusal('auto', { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '3' }).message).toBe(
    'CI_NODE_INDEX=x is not a whole number',
  );
  expect(refusal('auto', { CIRCLE_NODE_INDEX: '3', CIRCLE_NODE_TOTAL: '3' }).message).toMatch(
    /no shard 4 of 3/,
  );
});

test('where no engine says anything, it says what to set', () => {
  expect(refusal('auto').hint).toBe('give it as --shard 1/3');
  // GitLab without `parallel` sets the total only.
  expect(refusal('auto', { CI_NODE_TOTAL: '1' }).message).toMatch(/finds no variable/);
  expect(refusal('auto', { GITHUB_ACTIONS: 'true' }).hint).toContain('strategy.job-index');
});
