/** The watched streams of a case, a row per label: the same figures in the same order for every format. */
import type { FirstAfterFalse, LabelResult, RunResult } from '../../result.ts';
import { formatBytes, formatDuration, formatShortCount } from '../../units.ts';
import { MISSING } from './comparison-figures.ts';
import { quoteLine } from './terminal-text.ts';

interface LabelColumn {
  /** In two lines, so that the column is narrow. */
  readonly head: readonly [upper: string, lower: string];
  readonly read: (label: LabelResult) => string;
}

/** In addition to the label itself. */
export const LABEL_COLUMNS: readonly LabelColumn[] = [
  { head: ['peak', 'buffered'], read: describePeak },
  {
    head: ['', 'highWaterMark'],
    read: ({ highWaterMarkBytes }) =>
      highWaterMarkBytes === undefined ? MISSING : formatBytes(highWaterMarkBytes),
  },
  {
    head: ['writes', 'after false'],
    read: ({ writesAfterFalse }) => formatShortCount(writesAfterFalse),
  },
  {
    head: ['pushes', 'after false'],
    read: ({ pushesAfterFalse }) => formatShortCount(pushesAfterFalse),
  },
  {
    head: ['full', 'for'],
    read: ({ fullForMs }) => (fullForMs === undefined ? MISSING : formatDuration(fullForMs)),
  },
];

/** Objects have no size: of a stream that buffered only such, the chunks are the figure. */
function describePeak({ peakBufferedBytes, peakBufferedChunks = 0 }: LabelResult): string {
  if (peakBufferedBytes > 0 || peakBufferedChunks === 0) return formatBytes(peakBufferedBytes);
  return `${formatShortCount(peakBufferedChunks)} chunk${peakBufferedChunks === 1 ? '' : 's'}`;
}

/** `parse.ts:42:9 → enrich.write()`: the first call after false; undefined if there was none. Not escaped. */
export function describeFirstCall({ label, firstAfterFalse }: LabelResult): string | undefined {
  if (firstAfterFalse === undefined) return undefined;
  return [...describeSite(firstAfterFalse), `${label}.${firstAfterFalse.method}()`].join(' → ');
}

function describeSite({ site, through }: FirstAfterFalse): string[] {
  const by = through === undefined ? [] : [`through ${through}`];
  if (site === undefined) return by.length > 0 ? by : ['inside Node'];
  return [`${site.file}:${site.line}:${site.column}`, ...by];
}

/** A stream that respects backpressure is full again and again, but never for long. */
const MIN_FULL_MS = 100;

/** More would not be read. */
const MAX_FULL_LABELS = 3;

/**
 * What a run that did not complete still reports of its streams: which have been full, and for how long; or that its
 * counters were lost. For one line each.
 */
export function describeUnfinished({ outcome, counters }: RunResult): string[] {
  if (outcome.state === 'completed' || !HAS_STREAMS.has(outcome.phase)) return [];
  if (counters === undefined)
    return ['its counters were lost: the process ended before it could report them'];
  return Object.entries(counters)
    .flatMap(([label, { fullForMs = 0 }]) => (fullForMs < MIN_FULL_MS ? [] : [{ label, fullForMs }]))
    .sort((one, other) => other.fullForMs - one.fullForMs)
    .slice(0, MAX_FULL_LABELS)
    .map(({ label, fullForMs }) => `\`${quoteLine(label)}\` has been full for ${formatDuration(fullForMs)}`);
}

/** Nothing is watched before run(). */
const HAS_STREAMS: ReadonlySet<string> = new Set(['run', 'retain', 'teardown', 'finish']);
