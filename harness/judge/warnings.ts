/** The warnings about a result. They are stored with it as data; each sentence is written once, here, and says what to do. */
import type { ChildWarning } from '../protocol.ts';
import type { Warning } from '../result.ts';
import { formatDuration, formatFigure, type Unit } from '../units.ts';

const CHILD_WARNINGS: Readonly<Record<ChildWarning, string>> = {
  'not-settled':
    'memory did not stabilise after 20 garbage collections: what is retained is an upper bound; check whether something still runs after run() has finished',
  'peak-rss-not-reset':
    'this system cannot reset the peak RSS: it is the largest since the process started, its imports and setup() included; if it is hardly more than that of baseline-noop, it says nothing about the run: look at the largest sample',
  'no-inspector':
    'this Node has no inspector, or it is disabled: there are no sampled peaks and no live memory; counters and the peak RSS are complete',
  'no-live-memory':
    'gc() is not exposed in the measured process: live memory was not read; remove the Node flag that disables --expose-gc',
  'false-memory-read':
    'the scenario reads process.memoryUsage() itself, which is not true in this runtime (arrayBuffers counts no Buffer): what it records and checks by that is not judged; measure it with Node',
  'debugger-attached':
    'a debugger is attached to the measured process: time and memory are not those of a normal run',
  'web-stream-not-counted':
    'what a Web Stream buffers is not exposed here: it is not counted; try another version of Node with --node',
  'http-message-not-counted':
    'what an HTTP response buffers is not exposed here: it is not counted; try another version of Node with --node',
  'write-leads-elsewhere':
    'a watched stream has a write() that is not its own, and what that accepted never reached the queue of the stream: its label has the writes after false and what is buffered of the stream to which it led, if that is one of Node, but not the bytes in and out; watch that one, too',
  'node-streams-not-counted':
    'streams keep their lengths where they are not seen here: nothing of them is counted; try another version of Node with --node',
  'worker-threads':
    'worker threads ran: sampled and retained heapUsed, external and arrayBuffers are those of the main thread; live memory, where it was read, includes the workers',
  'child-processes':
    'child processes ran: of the figures, only peakChildProcessesBytes, which growth runs on Linux have, includes their memory; measure what they do in a scenario of its own',
};

export const warnOfChild = (note: ChildWarning): Warning => ({ code: note, message: CHILD_WARNINGS[note] });

export const warnOfGap = (longestGapMs: number, intervalMs: number): Warning => ({
  code: 'sampling-gap',
  message: `no sample for ${formatDuration(longestGapMs)} (interval ${formatDuration(intervalMs)}): a peak in between is missed; a native call blocked, or the machine was busy`,
});

export const warnOfLiveGap = (longestGapMs: number): Warning => ({
  code: 'live-memory-gap',
  message: `live memory was not read for ${formatDuration(longestGapMs)}: a peak in between is missed; a native call blocked, or the machine was busy`,
});

export const warnOfSilentWorkers = (): Warning => ({
  code: 'workers-not-read',
  message:
    'worker threads did not answer most of the time, as in native code: live memory includes what they had when they answered last',
});

/** `of` is the name of the runtime, with its version. */
export const warnOfRuntime = (of: string): Warning => ({
  code: 'other-runtime',
  message: `${of} is not Node: memory other than the peak RSS, collections, delays of the event loop and what Web Streams buffer are not measured, and growth is judged by counters and recorded figures alone: what grows outside of the watched streams is not seen`,
});

export interface VaryingCounter {
  readonly metric: string;
  readonly low: number;
  readonly high: number;
  readonly unit: Unit;
}

export const warnOfVaryingCounters = (counters: readonly VaryingCounter[]): Warning => {
  const ranges = counters.map(({ metric, low, high, unit }) => {
    const [from, to] = [low, high].map((value) => formatFigure(value, unit));
    return `${metric} (${from} to ${to})`;
  });
  return {
    code: 'counters-vary',
    message: `values differ between runs: ${ranges.join(', ')}; the case is not deterministic, compare it by growth`,
  };
};

export const warnOfNotRecorded = (metric: string, recorded: readonly string[]): Warning => ({
  code: 'not-recorded',
  message: `${describeNotRecorded(metric, recorded)}; call record() with this name, or correct the name`,
});

/** `recorded.typo was never recorded (recorded: recorded.a, recorded.b)`. */
export const describeNotRecorded = (metric: string, recorded: readonly string[]): string =>
  `${metric} was never recorded (${recorded.length === 0 ? 'nothing was' : `recorded: ${recorded.join(', ')}`})`;

export const warnOfStrays = (count: number): Warning => ({
  code: 'stray-processes',
  message: `${count} process${count === 1 ? '' : 'es'} outlived the run in ${count === 1 ? 'its' : 'their'} own process group and ${count === 1 ? 'was' : 'were'} killed: stop what you start in teardown()`,
});

export const warnOfFewRuns = (requested: number, completed: number): Warning => ({
  code: 'runs-missing',
  message:
    completed === 0
      ? `none of ${requested} runs completed: there are no figures`
      : `only ${completed} of ${requested} runs completed: the figures are from those`,
});

export const warnOfLoad = (loadAverage: number, cpuCount: number): Warning => ({
  code: 'machine-busy',
  message: `the machine was busy at the start (load ${loadAverage.toFixed(1)} on ${cpuCount} cores): timings may be inflated; counters and growth are not affected`,
});
