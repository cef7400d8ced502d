/** What `survive` found, in words. Each sentence is one line, without what shows it. */
import type { LimitKind, SurviveAnswer, SurviveResult, Trial } from '../../../survive/survive-report.ts';
import { formatBytes, formatDuration } from '../../../units.ts';
import { quoteLine } from '../terminal-text.ts';

export const KIND_NAMES: Readonly<Record<LimitKind, string>> = {
  heap: 'V8 heap',
  rss: 'RSS',
  container: 'container',
};

/** A slower program is worth a sentence; less is the noise of a few runs. */
const SLOWER = 1.5;
const CONFIDENCE = 0.95;

/** `V8 heap: 105 MiB are enough, 104 MiB are not (--max-old-space-size=105)`. */
export function describeAnswer(answer: SurviveAnswer): string {
  const { kind, state, needBytes = 0, failsAtBytes, ceilingBytes = 0 } = answer;
  const name = KIND_NAMES[kind];
  switch (state) {
    case 'found': {
      const below = failsAtBytes === undefined ? '' : `, ${formatMiB(failsAtBytes)} not`;
      const flag = kind === 'heap' ? ` (--max-old-space-size=${needBytes / 1024 ** 2})` : '';
      return `${name}: ${formatMiB(needBytes)} is enough${below}${flag}`;
    }
    case 'beyond-ceiling':
      return `${name}: more than ${formatMiB(ceilingBytes)} is needed, the largest limit that was tried (--max-memory)`;
    case 'unsettled':
      return `${name}: no limit was enough for all repeated runs; runs fail now and then with every one of them`;
    case 'interrupted':
      return `${name}: interrupted before there was an answer`;
  }
}

/** The uncertainty, what fails first, and what it costs. */
export function describeDetails(answer: SurviveAnswer, { reference, answers }: SurviveResult): string[] {
  const heapBytes = answers.find(({ kind }) => kind === 'heap')?.needBytes;
  return [
    ...describeRuns(answer),
    ...describeFirstFailure(answer, heapBytes),
    ...describeMixed(answer),
    ...describeSlowness(answer, reference?.durationMs),
    ...describeEnforcement(answer),
  ];
}

export function describeReference({ reference, outcome }: SurviveResult): string {
  if (reference === undefined)
    return `it does not complete even without a limit: ${describeFailure({ outcome })}`;
  const { durationMs, peakRssBytes, peakHeapUsedBytes, peakArrayBuffersBytes } = reference;
  const peaks = [
    [peakRssBytes, 'of RSS'],
    [peakHeapUsedBytes, 'of heap'],
    [peakArrayBuffersBytes, 'of ArrayBuffers'],
  ] as const;
  const shown = peaks.flatMap(([bytes, what]) =>
    bytes === undefined ? [] : [`${formatBytes(bytes)} ${what}`],
  );
  return `without a limit it takes ${formatDuration(durationMs)} and, with its garbage, at most ${shown.join(', ')}`;
}

/** Limits are whole MiB, which three digits would not show. */
export const formatMiB = (bytes: number): string =>
  `${Math.round(bytes / 1024 ** 2).toLocaleString('en-US', { useGrouping: bytes >= 10_000 * 1024 ** 2 })} MiB`;

function describeRuns({ needBytes, trials }: SurviveAnswer): string[] {
  if (needBytes === undefined) return [];
  const { length } = trials.filter(({ limitBytes }) => limitBytes === needBytes);
  // The rule of three, exactly: a chance p of failing leaves n runs without a failure with chance (1 − p)ⁿ.
  const atMost = Math.ceil(100 * (1 - (1 - CONFIDENCE) ** (1 / length)));
  return [
    `${length === 1 ? 'the only run' : `all ${length} runs`} with ${formatMiB(needBytes)} completed: at most ${atMost} % fail (${100 * CONFIDENCE} % confidence)`,
  ];
}

/** What failed with the largest limit that was too small. */
function describeFirstFailure(
  { kind, failsAtBytes, ceilingBytes, trials }: SurviveAnswer,
  heapBytes: number | undefined,
): string[] {
  const limitBytes = failsAtBytes ?? ceilingBytes;
  const made = trials.filter((trial) => trial.limitBytes === limitBytes);
  const failed = made.filter(({ isSuccess }) => !isSuccess);
  const [first] = failed;
  if (limitBytes === undefined || first === undefined) return [];
  const isHeapOfContainer =
    first.outcome.state === 'out-of-memory' &&
    (kind === 'container' || (kind === 'rss' && isHeapSized(first)));
  return [
    `with ${formatMiB(limitBytes)}, ${failed.length} of ${made.length} ${made.length === 1 ? 'run' : 'runs'} failed: ${kind === 'container' ? describeEndOfContainer(first) : describeFailure(first)}`,
    ...(isHeapOfContainer
      ? [
          `in a container, Node limits its heap to half of the memory, and at least 256 MiB, and that was not enough: with more, the container can be smaller; try --memory ${kind} --node-flag=--max-old-space-size=${heapBytes === undefined ? 'MiB' : heapBytes / 1024 ** 2}`,
        ]
      : []),
  ];
}

const describeEndOfContainer = (trial: Trial): string =>
  trial.outcome.state === 'over-limit'
    ? `the kernel ended it ${describePhase(trial.outcome.phase)}, as the cgroup had no memory left`
    : describeFailure(trial);

/** By tidemark, as Node does it in a container. */
const isHeapSized = ({ nodeFlags }: Trial): boolean =>
  nodeFlags.some((flag) => flag.startsWith('--max-semi-space-size'));

/** Luck: limits below the answer with which some runs completed. */
function describeMixed({ needBytes, failsAtBytes, trials }: SurviveAnswer): string[] {
  if (needBytes === undefined || failsAtBytes === undefined) return [];
  const lucky = trials.filter(({ limitBytes, isSuccess }) => isSuccess && limitBytes < failsAtBytes);
  if (lucky.length === 0) return [];
  const lowest = Math.min(...lucky.map(({ limitBytes }) => limitBytes));
  return [`from ${formatMiB(lowest)} to ${formatMiB(failsAtBytes)} some runs complete and some fail`];
}

function describeSlowness({ needBytes, trials }: SurviveAnswer, usualMs: number | undefined): string[] {
  const durations = trials
    .filter(({ limitBytes, isSuccess }) => isSuccess && limitBytes === needBytes)
    .flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]))
    .sort((one, other) => one - other);
  const median = durations[Math.floor(durations.length / 2)];
  if (median === undefined || usualMs === undefined || !(median >= SLOWER * usualMs)) return [];
  return [
    `with it a run takes ${(median / usualMs).toFixed(1)} times as long as without a limit: with a little more it is faster`,
  ];
}

function describeEnforcement({ enforcedBy, trials }: SurviveAnswer): string[] {
  if (enforcedBy === 'cgroup')
    return [
      'the kernel enforced the limit by a cgroup: the process, its children, and what the kernel keeps for them, such as the buffers of sockets and files in /tmp; not the files of Node.js itself, if others use them as well',
    ];
  if (enforcedBy !== 'tidemark') return [];
  const isSized = trials.some(isHeapSized);
  return [
    `tidemark enforced the limit itself, from outside and by the peak of each run${isSized ? ', with the heap that Node takes in a container of that size' : ''}; what the kernel keeps for the container beyond the process, such as files in /tmp, is not included: --memory container includes it, where a cgroup can be made`,
  ];
}

/** In the words of a person who wrote the scenario, and not the harness. */
const PHASES: Readonly<Record<string, string>> = {
  start: 'before it was loaded',
  load: 'while it was loaded',
  setup: 'in setup()',
  settle: 'before run()',
  run: 'in run()',
  retain: 'after run(), when garbage was collected',
  teardown: 'in teardown()',
  finish: 'at the end',
};

const describePhase = (phase: string): string =>
  (Object.hasOwn(PHASES, phase) ? PHASES[phase] : undefined) ?? `in ${phase}`;

export function describeFailure({
  outcome,
  failedChecks = [],
}: Pick<Trial, 'outcome' | 'failedChecks'>): string {
  switch (outcome.state) {
    case 'completed':
      return `it completed, but an expectation failed: ${quoteLine(failedChecks.join('; '))}`;
    case 'out-of-memory':
      return `V8 ran out of heap ${describePhase(outcome.phase)}`;
    case 'over-limit':
      return `it took ${formatBytes(outcome.rssBytes)} of RSS ${describePhase(outcome.phase)}`;
    case 'timed-out':
      return `it was not finished after ${formatDuration(outcome.afterMs)}, ${describePhase(outcome.phase)}`;
    case 'crashed':
      return `it crashed ${describePhase(outcome.phase)}: ${quoteLine(outcome.reason)}`;
    case 'aborted':
      return `it was interrupted ${describePhase(outcome.phase)}`;
  }
}
