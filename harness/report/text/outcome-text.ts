import type { RunOutcome } from '../../result.ts';
import { formatBytes, formatDuration } from '../../units.ts';

/** Describes how a run ended, and what to try. */
export function describeOutcome(outcome: RunOutcome): string {
  switch (outcome.state) {
    case 'completed':
      return 'completed';
    case 'timed-out':
      return `timed out after ${formatDuration(outcome.afterMs)}, in ${outcome.phase}: raise --timeout, or find out what it waits for`;
    case 'out-of-memory': {
      const rss =
        outcome.lastRssBytes === undefined
          ? ''
          : `, last seen at ${formatBytes(outcome.lastRssBytes)} of RSS`;
      return `ran out of V8 heap in ${outcome.phase}${rss}: raise it with --node-flag=--max-old-space-size=MiB`;
    }
    case 'over-limit':
      return `took ${formatBytes(outcome.rssBytes)} in ${outcome.phase}, over the cap of ${formatBytes(outcome.limitBytes)}: raise --max-memory, or use a smaller volume`;
    case 'crashed':
      return `crashed in ${outcome.phase}: ${outcome.reason}`;
    case 'aborted':
      return `was interrupted in ${outcome.phase}`;
  }
}
