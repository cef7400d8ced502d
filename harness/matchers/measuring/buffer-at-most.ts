/** `toBufferAtMost('128 KiB')`: the peak of all watched streams together, which is counted, in one run. */
import { UsageError } from '../../errors.ts';
import { formatDistinct } from '../../judge/judge-limits.ts';
import { planRun } from '../../plan/plan-runs.ts';
import { formatBytes, parseBytes } from '../../units.ts';
import { drawMemory } from './draw.ts';
import type { Asked, Found } from './found.ts';
import { describeCalls, requireStreams } from './require-measured.ts';

export async function bufferAtMost({ question: { limit = '' }, subject, runs }: Asked): Promise<Found> {
  const limitBytes = parseLimit(limit);
  await runs.make([planRun(subject, 'measure', 0)]);
  const { labels, summary, scenario } = requireStreams(subject, runs);
  const unsized = labels.find(({ unsizedChunks = 0 }) => unsizedChunks > 0);
  if (unsized !== undefined) {
    throw new UsageError(
      `${scenario} was not measured in bytes: the size of ${unsized.unsizedChunks} chunks of \`${unsized.label}\` is not known`,
      { hint: 'they are objects that contain others; toStayBounded() counts chunks' },
    );
  }
  const bytes = summary.peakBufferedBytes?.median ?? Number.NaN;
  const pass = bytes <= limitBytes;
  const [most, peak] = formatDistinct([limitBytes, bytes], 'bytes');
  const parts = labels.map(({ label, peakBufferedBytes, highWaterMarkBytes }) => {
    const mark = highWaterMarkBytes === undefined ? '' : `, highWaterMark ${formatBytes(highWaterMarkBytes)}`;
    return `\`${label}\`: peak ${formatBytes(peakBufferedBytes)}${mark}`;
  });
  return {
    pass,
    sentence: `${scenario} buffers ${peak} at its peak, which is ${pass ? 'at most' : 'more than'} ${most}`,
    details: [...parts, ...describeCalls(labels)],
    draw: () => drawMemory(subject, runs),
  };
}

function parseLimit(limit: string | number): number {
  const bytes = typeof limit === 'number' ? limit : (parseBytes(limit) ?? Number.NaN);
  if (Number.isFinite(bytes) && bytes >= 0) return bytes;
  throw new UsageError(`toBufferAtMost(${JSON.stringify(limit)}) is not a size`, {
    hint: "write toBufferAtMost('128 KiB')",
  });
}
