/** `toRespectBackpressure()`: what was written or pushed after `false`, which is counted, in one run. */
import { planRun } from '../../plan/plan-runs.ts';
import { describeFirstCall } from '../../report/text/label-rows.ts';
import type { LabelResult } from '../../result.ts';
import { formatBytes, formatCount } from '../../units.ts';
import { drawMemory } from './draw.ts';
import type { Asked, Found } from './found.ts';
import { requireStreams } from './require-measured.ts';

/** A Transform may push several chunks for one that it was given: what it has then is still bounded. */
const PUSHED_HIGH_WATER_MARKS = 4;
/** Where the highWaterMark counts objects, or nothing is known of it. */
const PUSHED_BYTES = 1024 * 1024;
const PUSHED_CHUNKS = 1000;

export async function respectBackpressure({ subject, runs }: Asked): Promise<Found> {
  await runs.make([planRun(subject, 'measure', 0)]);
  const { labels, scenario } = requireStreams(subject, runs);
  const guilty = labels.filter((label) => label.writesAfterFalse > 0 || isFlooded(label));
  const pass = guilty.length === 0;
  return {
    pass,
    sentence: pass
      ? `${scenario} waits whenever a watched stream is full: 0 writes after false`
      : `${scenario} does not wait when a stream is full: ${guilty.map(describeLabel).join('; ')}; 0 are allowed`,
    details: guilty.map((label) => `first call after false: ${describeFirstCall(label) ?? 'unknown'}`),
    draw: () => drawMemory(subject, runs),
  };
}

/** By the program: what Node itself pushes, as its HTTP parser does, is not the program's to stop. */
function isFlooded({ pushesAfterFalse, firstAfterFalse, unsizedChunks = 0, ...label }: LabelResult): boolean {
  if (pushesAfterFalse === 0) return false;
  if (
    firstAfterFalse !== undefined &&
    firstAfterFalse.site === undefined &&
    firstAfterFalse.through === undefined
  )
    return false;
  const { peakBufferedBytes, peakBufferedChunks = 0, highWaterMarkBytes } = label;
  if (unsizedChunks > 0 && peakBufferedChunks > PUSHED_CHUNKS) return true;
  const allowed =
    highWaterMarkBytes === undefined ? PUSHED_BYTES : PUSHED_HIGH_WATER_MARKS * highWaterMarkBytes;
  return peakBufferedBytes > allowed;
}

function describeLabel({
  label,
  writesAfterFalse,
  pushesAfterFalse,
  peakBufferedBytes,
}: LabelResult): string {
  const [count, what] = writesAfterFalse > 0 ? [writesAfterFalse, 'write'] : [pushesAfterFalse, 'push'];
  const calls = `${formatCount(count)} ${what}${count === 1 ? '' : what === 'write' ? 's' : 'es'} after false`;
  return `${calls} to \`${label}\`, which buffered ${formatBytes(peakBufferedBytes)}`;
}
