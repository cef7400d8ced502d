/** `survive`: a run without a limit, then the search for the smallest limit of each kind. */
import { identifyScenario } from '../../catalogue/scenario-file.ts';
import type { SurviveOptions } from '../../command-line/survive.ts';
import { type PlannedRun, planRun, type Subject } from '../../plan/plan-runs.ts';
import type { RunResult } from '../../result.ts';
import { findSmallest } from '../../survive/find-smallest.ts';
import type { LimitKind, Reference, SurviveAnswer, SurviveResult } from '../../survive/survive-report.ts';
import { findLargestPeak, type Limiter, MIB, type MiBTrial } from './limiter.ts';

export interface SurviveMeasuring {
  readonly options: Pick<SurviveOptions, 'kinds' | 'repeats' | 'precision'>;
  readonly limiters: Readonly<Record<LimitKind, Limiter>>;
  /** The cap of runs whose RSS is not searched, and the largest limit that is tried. */
  readonly maxMemoryBytes: number;
  /** Undefined once the user interrupts. */
  readonly runOne: (planned: PlannedRun) => Promise<RunResult | undefined>;
  /** How many more runs of the case are expected. */
  readonly onExpected: (subject: Subject, runs: number, doing: string) => void;
}

/** Until the first attempts say more: to bisect, and to show how the limit below fails. */
const EXPECTED_BEYOND_REPEATS = 10;

/** Undefined if the user interrupts before anything was measured. */
export async function measureSurvive(
  subject: Subject,
  measuring: SurviveMeasuring,
): Promise<SurviveResult | undefined> {
  const { options, runOne, onExpected } = measuring;
  const expectedEach = EXPECTED_BEYOND_REPEATS + options.repeats;
  onExpected(subject, 1 + expectedEach * options.kinds.length, 'without a limit');
  const run = await runOne(planRun(subject, 'profile', 'without a limit', { isSampled: true }));
  if (run === undefined) return undefined;
  const { case: one, node } = subject;
  const identity = {
    ...identifyScenario(one.scenario),
    title: one.scenario.title,
    parameters: one.parameters,
    parameterKinds: Object.fromEntries(
      Object.entries(one.scenario.parameters).map(([name, { kind }]) => [name, kind]),
    ),
    node,
  };
  const reference = describeReference(run);
  if (reference === undefined) return { ...identity, outcome: run.outcome, answers: [] };
  const answers: SurviveAnswer[] = [];
  for (const [index, kind] of options.kinds.entries()) {
    const others = expectedEach * (options.kinds.length - index - 1);
    const answer = await search(subject, kind, { ...measuring, run, reference, others });
    answers.push(answer);
    if (answer.state === 'interrupted') break;
  }
  return { ...identity, reference, outcome: run.outcome, answers };
}

interface Searching extends SurviveMeasuring {
  readonly run: RunResult;
  readonly reference: Reference;
  /** Attempts of the searches after this one. */
  readonly others: number;
}

async function search(
  subject: Subject,
  kind: LimitKind,
  { options, limiters, maxMemoryBytes, runOne, onExpected, run, reference, others }: Searching,
): Promise<SurviveAnswer> {
  const limiter = limiters[kind];
  const ceiling = Math.max(1, Math.floor(maxMemoryBytes / MIB));
  let made = 0;
  const found = await findSmallest<MiBTrial>({
    ...options,
    ceiling,
    guess: (peakOf(reference, kind) ?? maxMemoryBytes / 4) / MIB,
    onExpected: (attempts) => onExpected(subject, attempts + others, `${NAMES[kind]} limit`),
    attempt: async (limit) => {
      made += 1;
      const planned = limiter.plan(subject, limit, made);
      const result = await runOne(planned);
      return result === undefined ? undefined : limiter.judge(result, limit, run);
    },
  });
  return describeAnswer(kind, limiter, ceiling, found);
}

const NAMES: Readonly<Record<LimitKind, string>> = { heap: 'heap', rss: 'RSS', container: 'container' };

function describeAnswer(
  kind: LimitKind,
  { enforcedBy }: Limiter,
  ceiling: number,
  found: Awaited<ReturnType<typeof findSmallest<MiBTrial>>>,
): SurviveAnswer {
  const { state } = found;
  const trials = found.attempts.map(({ limit: _, ...trial }) => trial);
  if (state !== 'found')
    return {
      kind,
      enforcedBy,
      state,
      ...(state === 'beyond-ceiling' && { ceilingBytes: ceiling * MIB }),
      trials,
    };
  const failed = found.attempts.filter(({ isSuccess }) => !isSuccess).map(({ limit }) => limit);
  return {
    ...{ kind, enforcedBy, state, needBytes: found.limit * MIB },
    ...(failed.length > 0 && { failsAtBytes: Math.max(...failed) * MIB }),
    trials,
  };
}

/** Undefined if it did not complete: then nothing less would do. */
function describeReference(run: RunResult): Reference | undefined {
  const { outcome, durationMs, memory } = run;
  if (outcome.state !== 'completed' || durationMs === undefined) return undefined;
  const { heapUsedBytes, arrayBuffersBytes } = memory?.peak ?? {};
  const peakRssBytes = findLargestPeak(run);
  return {
    durationMs,
    ...(peakRssBytes !== undefined && { peakRssBytes }),
    ...(heapUsedBytes !== undefined && { peakHeapUsedBytes: heapUsedBytes }),
    ...(arrayBuffersBytes !== undefined && { peakArrayBuffersBytes: arrayBuffersBytes }),
  };
}

const peakOf = (reference: Reference, kind: LimitKind): number | undefined =>
  kind === 'heap' ? reference.peakHeapUsedBytes : reference.peakRssBytes;
