import { subscribe } from 'node:diagnostics_channel';
import type { ChildWarning } from '../protocol.ts';

/** Workers that this process itself starts and that are not counted: the sampler. */
let ownWorkers = 0;

/** Warns of memory that process.memoryUsage() of the main thread does not include, as soon as something has it. */
export function noteOtherMemory(warn: (warning: ChildWarning) => void): void {
  subscribe('worker_threads', () => {
    ownWorkers -= 1;
    if (ownWorkers < 0) warn('worker-threads');
  });
  subscribe('child_process', () => warn('child-processes'));
}

/** Calls `note` when the program reads more of its memory than its RSS. */
export function noteMemoryReads(note: () => void): void {
  const { memoryUsage } = process;
  const noted = Object.assign(
    () => {
      note();
      return memoryUsage();
    },
    { rss: memoryUsage.rss },
  );
  process.memoryUsage = noted;
}

export function expectOwnWorker(): void {
  ownWorkers = 1;
}
