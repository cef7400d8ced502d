import { describeExitCode } from '../processes/exit-code.ts';
import { type DescribedError, EXIT_NEVER_SETTLED, type Phase } from '../protocol.ts';
import type { RunOutcome } from '../result.ts';
import { DEBUGGER_LINE, dropErrorReport, listFrames } from './error-report.ts';

/** Why the parent terminated a child. */
export type Termination =
  | { readonly reason: 'timeout'; readonly afterMs: number }
  | { readonly reason: 'limit'; readonly limitBytes: number; readonly rssBytes: number }
  | { readonly reason: 'abort' }
  | { readonly reason: 'refused' };

/** Everything that was observed about the end of a child. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly phase: Phase;
  /** Its final record arrived, and every record before it. */
  readonly isFinal: boolean;
  readonly termination?: Termination | undefined;
  /** The error that it reported before it ended. */
  readonly failure?: DescribedError | undefined;
  /** The exit code that it reported when it exited early. */
  readonly exitedWith?: number | undefined;
  /** Why its report was refused. */
  readonly refused?: string | undefined;
  /** The process could not be started. */
  readonly spawnError?: string | undefined;
  /** The last lines of stderr, as far as they are retained. */
  readonly stderrLines: readonly string[];
  /** Of a peer that could not be started. They say nothing of how the child itself ended. */
  readonly peerStderrLines: readonly string[];
  readonly lastRssBytes?: number | undefined;
  /** Meanwhile, the kernel killed a process of this cgroup because memory ran out. */
  readonly isKernelOutOfMemory: boolean;
}

const HEAP_OUT_OF_MEMORY = /JavaScript heap out of memory|Reached heap limit/;
/** What was awaited in each phase other than that of run(). */
const AWAITED: Partial<Record<Phase, string>> = {
  load: 'its import',
  setup: 'setup()',
  teardown: 'teardown()',
};

const MAX_STDERR_LINES = 20;

/** How a run ended. Only a child that exited by itself, with 0, after its final record, has completed. */
export function classifyOutcome(ending: Ending): RunOutcome {
  const { exitCode, signal, phase, isFinal, termination, lastRssBytes } = ending;
  switch (termination?.reason) {
    case 'timeout':
      return { state: 'timed-out', afterMs: termination.afterMs, phase };
    case 'limit':
      return {
        state: 'over-limit',
        limitBytes: termination.limitBytes,
        rssBytes: termination.rssBytes,
        phase,
      };
    case 'abort':
      return { state: 'aborted', phase };
    default:
  }
  if (exitCode === 0 && signal === null && isFinal) return { state: 'completed' };
  if (isHeapOutOfMemory(ending)) {
    return { state: 'out-of-memory', ...(lastRssBytes !== undefined && { lastRssBytes }), phase };
  }
  const frames = ending.failure === undefined ? [] : listFrames(ending.failure);
  return {
    state: 'crashed',
    phase,
    exitCode,
    signal,
    reason: reasonOf(ending),
    ...(frames.length > 0 && { frames }),
    stderrLines: dropErrorReport([...ending.peerStderrLines, ...ending.stderrLines], ending.failure)
      .filter((line) => line !== DEBUGGER_LINE)
      .slice(-MAX_STDERR_LINES),
  };
}

/** V8 aborts the process on the spot: a process that could still report its end has only printed such a line. */
function isHeapOutOfMemory({ failure, exitedWith, refused, stderrLines }: Ending): boolean {
  const saidItsEnd = failure !== undefined || exitedWith !== undefined || refused !== undefined;
  return !saidItsEnd && stderrLines.some((line) => HEAP_OUT_OF_MEMORY.test(line));
}

function reasonOf(ending: Ending): string {
  const { exitCode, signal, phase, isFinal, failure, exitedWith, refused, spawnError, isKernelOutOfMemory } =
    ending;
  const awaited = AWAITED[phase] ?? 'run()';
  if (spawnError !== undefined) return `the process could not be started: ${spawnError}`;
  if (failure !== undefined) return `${failure.name}: ${failure.message}`;
  if (refused !== undefined) return refused;
  if (exitCode === EXIT_NEVER_SETTLED) {
    return `${awaited} never finished: the event loop is empty, and its promise is still pending`;
  }
  // Bun says 0 at its exit where it then exits with 1, for a rejection that nobody handles.
  if (exitedWith !== undefined && (exitedWith === exitCode || signal !== null))
    return `process.exit(${exitedWith}) was called before ${awaited} had finished`;
  if (signal === 'SIGKILL' && isKernelOutOfMemory)
    return 'the kernel killed the process because memory ran out';
  if (signal === 'SIGKILL' && isFinal) return 'the run was finished, but the process did not exit';
  if (signal !== null) return `the process was killed by ${signal}`;
  if (isFinal) return `the run was finished, but the process exited with code ${describeExitCode(exitCode)}`;
  if (exitCode === 0) return 'the process exited with code 0, but its report is not complete';
  return `the process exited with code ${describeExitCode(exitCode)} before ${awaited} had finished`;
}
