/** Warnings about a result. They travel with it as data; the sentence is written here, once, and says what to do about it. */
import type { ChildNote } from './protocol.ts';
import type { Warning } from './result.ts';
import { formatBytes, formatDuration } from './units.ts';

const CHILD_NOTES: Readonly<Record<ChildNote, string>> = {
  'not-settled':
    'memory did not hold still after 20 collections: what is retained is an upper bound; does something go on after run() has finished?',
  'peak-rss-not-reset':
    'the kernel did not let the peak of RSS be reset: it includes the start of the process; subtract that of baseline-noop',
  'no-inspector':
    'this Node has no inspector, or may not use it: there are no sampled peaks; counters and the peak RSS are complete',
  'debugger-attached':
    'a debugger is attached to the measured process: time and memory are not those of a normal run',
  'web-stream-not-counted':
    'this Node does not show what a Web Stream holds: it is not among the counters; try another version with --node',
};

export const warnOfNote = (note: ChildNote): Warning => ({ code: note, message: CHILD_NOTES[note] });

export const warnOfGap = (longestGapMs: number, intervalMs: number): Warning => ({
  code: 'sampling-gap',
  message: `no sample for ${formatDuration(longestGapMs)} (interval ${formatDuration(intervalMs)}): a peak in between is not seen; one native call blocked, or the machine was busy`,
});

export interface VaryingCounter {
  readonly metric: string;
  readonly low: number;
  readonly high: number;
  readonly isBytes: boolean;
}

export const warnOfVaryingCounters = (counters: readonly VaryingCounter[]): Warning => {
  const ranges = counters.map(({ metric, low, high, isBytes }) => {
    const [from, to] = [low, high].map((value) => (isBytes ? formatBytes(value) : String(value)));
    return `${metric} (${from} to ${to})`;
  });
  return {
    code: 'counters-vary',
    message: `between runs differ ${ranges.join(', ')}: the case is not deterministic, compare it by growth`,
  };
};

export const warnOfStrays = (count: number): Warning => ({
  code: 'stray-processes',
  message: `${count} process${count === 1 ? '' : 'es'} outlived the run in a group of its own and ${count === 1 ? 'was' : 'were'} ended: end what you start in teardown()`,
});

export const warnOfFewRuns = (requested: number, completed: number): Warning => ({
  code: 'runs-missing',
  message:
    completed === 0
      ? `none of ${requested} runs completed: there are no figures`
      : `only ${completed} of ${requested} runs completed: the figures are of those`,
});

export const warnOfLoad = (loadAverage: number, cpuCount: number): Warning => ({
  code: 'machine-busy',
  message: `the machine was busy at the start (load ${loadAverage.toFixed(1)} on ${cpuCount} cores): times are longer than they need be; counters and growth are not affected`,
});
