/** Which shard this machine is to measure: as typed, or as the engine that started it says. Pure. */

import { UsageError } from '../../errors.ts';

export interface Shard {
  /** Counted from 1. */
  readonly index: number;
  readonly total: number;
}

export interface FoundShard extends Shard {
  /** The variables that were read, with their values; `--shard` if it was typed. */
  readonly source: string;
}

/** Which share of the cases is to be measured. */
export interface RequestedShard extends FoundShard {
  /** A report: the longest cases of it are assigned first. By default all cases count as equally long. */
  readonly durationsFrom?: string;
  /** The shard of each case, by its key, where it has been assigned before. */
  readonly assigned?: ReadonlyMap<string, number>;
}

export type Variables = Readonly<Record<string, string | undefined>>;

/** For engines that say the index only. */
const TOTAL = 'TIDEMARK_SHARDS';

interface Engine {
  readonly name: string;
  readonly index: string;
  /** What the engine calls the first one; a variable where the user chooses it. */
  readonly first: number | string;
  readonly step?: string;
  readonly total: string;
  /** The last index, where an index may be left out. */
  readonly last?: string;
}

/** Each as documented by the engine; GitHub has contexts only, which the workflow passes on as variables. */
const ENGINES: readonly Engine[] = [
  // docs.github.com, contexts: strategy.job-index, strategy.job-total
  { name: 'GitHub Actions', index: 'STRATEGY_JOB_INDEX', first: 0, total: 'STRATEGY_JOB_TOTAL' },
  // docs.gitlab.com/ci/variables/predefined_variables
  { name: 'GitLab', index: 'CI_NODE_INDEX', first: 1, total: 'CI_NODE_TOTAL' },
  // circleci.com/docs/variables
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', first: 0, total: 'CIRCLE_NODE_TOTAL' },
  // buildkite.com/docs/pipelines/environment-variables
  {
    ...{ name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', first: 0 },
    total: 'BUILDKITE_PARALLEL_JOB_COUNT',
  },
  // docs.semaphoreci.com, environment variables
  { name: 'Semaphore', index: 'SEMAPHORE_JOB_INDEX', first: 1, total: 'SEMAPHORE_JOB_COUNT' },
  // learn.microsoft.com/azure/devops/pipelines/build/variables: System.JobPositionInPhase, System.TotalJobsInPhase
  {
    ...{ name: 'Azure Pipelines', index: 'SYSTEM_JOBPOSITIONINPHASE', first: 1 },
    total: 'SYSTEM_TOTALJOBSINPHASE',
  },
  // kubernetes.io/docs/concepts/workloads/controllers/job, completion mode
  { name: 'Kubernetes', index: 'JOB_COMPLETION_INDEX', first: 0, total: TOTAL },
  // slurm.schedmd.com/job_array.html
  {
    ...{ name: 'Slurm', index: 'SLURM_ARRAY_TASK_ID', first: 'SLURM_ARRAY_TASK_MIN' },
    ...{ step: 'SLURM_ARRAY_TASK_STEP', total: 'SLURM_ARRAY_TASK_COUNT', last: 'SLURM_ARRAY_TASK_MAX' },
  },
  // docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html
  {
    ...{ name: 'AWS Batch', index: 'AWS_BATCH_JOB_ARRAY_INDEX', first: 0 },
    total: 'AWS_BATCH_JOB_ARRAY_SIZE',
  },
  // bazel.build/reference/test-encyclopedia, initial conditions
  { name: 'Bazel', index: 'TEST_SHARD_INDEX', first: 0, total: 'TEST_TOTAL_SHARDS' },
  // gnu.org/software/parallel/man.html, environment variables
  { name: 'GNU parallel', index: 'PARALLEL_SEQ', first: 1, total: TOTAL },
];

/** The shard that `word` selects: `2/3`, or `auto` for what the engine says. Throws a UsageError. */
export function findShard(word: string, variables: Variables): FoundShard {
  if (word === 'auto') return readEngines(variables);
  const [, index, total] = /^(\d{1,6})\/(\d{1,6})$/.exec(word) ?? [];
  if (index === undefined || total === undefined) {
    throw new UsageError(`--shard=${word} is not a shard`, { hint: 'try --shard 1/3, or --shard auto' });
  }
  return { ...requireInside({ index: Number(index), total: Number(total) }, '--shard'), source: '--shard' };
}

function readEngines(variables: Variables): FoundShard {
  const present = ENGINES.filter(({ index }) => (variables[index] ?? '') !== '');
  const found = present.map((engine) => readEngine(engine, variables));
  const [first] = found;
  if (first === undefined) {
    const isGitHub = variables.GITHUB_ACTIONS === 'true';
    throw new UsageError('--shard auto finds no variable that says which shard this is', {
      hint: isGitHub
        ? `pass the matrix on: STRATEGY_JOB_INDEX: \${{ strategy.job-index }} and STRATEGY_JOB_TOTAL: \${{ strategy.job-total }} under env`
        : 'give it as --shard 1/3',
    });
  }
  const other = found.find(({ index, total }) => index !== first.index || total !== first.total);
  if (other !== undefined) {
    throw new UsageError(`--shard auto finds two shards: ${describe(first)}, and ${describe(other)}`, {
      hint: 'give the one that is meant as --shard 1/3',
    });
  }
  return { ...first, source: found.map(({ source }) => source).join('; ') };
}

const describe = ({ index, total, source }: FoundShard): string => `${index} of ${total} (${source})`;

function readEngine(engine: Engine, variables: Variables): FoundShard {
  const read = (name: string): number => readWhole(name, engine, variables);
  const first = typeof engine.first === 'string' ? read(engine.first) : engine.first;
  const step = engine.step === undefined ? 1 : read(engine.step);
  const total = read(engine.total);
  const index = (read(engine.index) - first) / step + 1;
  // An array such as 1,5,6 has no step: which of them this is cannot be told from the variables.
  if (engine.last !== undefined && (read(engine.last) - first) / step + 1 !== total) {
    throw new UsageError(
      `${engine.name}: an array with gaps does not say which shard ${variables[engine.index]} is`,
      {
        hint: 'use an array without gaps such as --array=1-3, or give --shard 1/3',
      },
    );
  }
  const names = [engine.index, engine.first, engine.step, engine.total, engine.last].filter(
    (name) => typeof name === 'string',
  );
  const source = `${engine.name}: ${names.map((name) => `${name}=${variables[name]}`).join(' ')}`;
  return { ...requireInside({ index, total }, source), source };
}

function readWhole(name: string, engine: Engine, variables: Variables): number {
  const word = variables[name] ?? '';
  if (word === '') {
    throw new UsageError(
      `${engine.name} says ${engine.index}=${variables[engine.index]}, but ${name} is not set`,
      {
        hint:
          name === TOTAL
            ? `set ${TOTAL} to the number of shards, for example ${TOTAL}=3`
            : `set ${name}, or give --shard 1/3`,
      },
    );
  }
  if (!/^\d{1,6}$/.test(word)) {
    throw new UsageError(`${name}=${word} is not a whole number`, { hint: 'give --shard 1/3' });
  }
  return Number(word);
}

function requireInside({ index, total }: Shard, source: string): Shard {
  if (Number.isInteger(index) && index >= 1 && index <= total) return { index, total };
  throw new UsageError(`${source}: there is no shard ${index} of ${total}`, {
    hint: 'the first shard is 1, the last one is their number: --shard 1/3 to --shard 3/3',
  });
}
