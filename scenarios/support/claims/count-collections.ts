import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

export interface Collections {
  readonly minor: number;
  /** Of the whole heap, at once or step by step. */
  readonly major: number;
}

/** How often V8 collected garbage while `work` was done. */
export async function countCollections(work: () => unknown): Promise<Collections> {
  let minor = 0;
  let major = 0;
  const observer = new PerformanceObserver((entries) => {
    for (const { detail } of entries.getEntries()) {
      const { kind } = detail as { readonly kind: number };
      if (kind === constants.NODE_PERFORMANCE_GC_MINOR) minor += 1;
      else if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) major += 1;
    }
  });
  await wait(20); // entries of what was before
  observer.observe({ entryTypes: ['gc'] });
  await work();
  await wait(20); // entries are delivered in a later turn
  observer.disconnect();
  return { minor, major };
}
