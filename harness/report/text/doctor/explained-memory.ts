/** How much of the memory the findings explain, in sentences. */
import type { DoctorReport, Finding } from '../../../doctor/findings.ts';
import { formatBytes } from '../../../units.ts';

const MIB = 1024 * 1024;

/** Less is not worth explaining. */
const MIN_LIVE_BYTES = MIB;
/** Without a finding, less is not worth a word: V8 lets about 32 MiB of garbage be. */
const MIN_UNEXPLAINED_BYTES = 48 * MIB;
/** So much of garbage is worth a word. */
const MIN_GARBAGE_BYTES = 32 * MIB;

const REMAINS =
  'Buffers that the program retains, streams that wait as they should, strings while Node writes them, which takes up to three times their bytes, or garbage';

/** Undefined if there is no finding, and nothing that needs one. */
export function describeMemory(report: DoctorReport): string | undefined {
  return report.findings.length === 0 ? describeUnexplained(report.memory) : describeExplained(report);
}

/** The share that the findings explain, and what remains where that is less than half. */
function describeExplained({ memory, findings }: DoctorReport): string {
  const { peakLiveArrayBuffersBytes: live, explainedBytes: explained, peakRssBytes } = memory;
  const rss = `peak RSS ${formatBytes(peakRssBytes)}`;
  if (live < MIN_LIVE_BYTES && findings.some(({ kind }) => kind === 'retained-buffers'))
    return `arrayBuffers were only ${formatBytes(live)} at the peak (${rss}): Node.js counts what the findings retain as external memory`;
  if (live < MIN_LIVE_BYTES)
    return findings.every(isSmall)
      ? `arrayBuffers were ${formatBytes(live)} at the peak, which is little${describeGarbage(memory)}; ${rss}`
      : `arrayBuffers were only ${formatBytes(live)} at the peak (${rss}): what the findings buffer is strings or objects on the heap`;
  const share = Math.round((100 * explained) / live);
  const head = `the findings explain ${formatBytes(explained)} of ${formatBytes(live)} of arrayBuffers at the peak: ${share} %${describeGarbage(memory)}; ${rss}`;
  if (explained >= live / 2) return head;
  return `${head}. What remains, ${formatBytes(live - explained)}, is in no queue of a finding: ${REMAINS}`;
}

/** What is not alive at the end, and was not seen to outlive a collection before, can have been either. */
function describeGarbage({
  peakArrayBuffersBytes: most,
  peakLiveArrayBuffersBytes: live,
}: DoctorReport['memory']): string {
  return most - live < Math.max(live, MIN_GARBAGE_BYTES)
    ? ''
    : `, and up to ${formatBytes(most)} with what is garbage or was let go by the end`;
}

function describeUnexplained({
  arrayBuffersAtEndBytes: atEnd,
  peakLiveArrayBuffersBytes: live,
  explainedBytes: explained,
}: DoctorReport['memory']): string | undefined {
  const bytes = Math.max(atEnd, live);
  if (bytes < MIN_UNEXPLAINED_BYTES || explained * 2 >= bytes) return undefined;
  const when = atEnd === bytes ? 'when the program ended' : 'at the peak';
  return `but there were ${formatBytes(bytes)} of arrayBuffers ${when}, which no finding explains: a batch, a result or a cache of the program, garbage that V8 had not yet collected, or what cannot be attributed, such as new Uint8Array() and native code; --deep shows how much of it lives over time`;
}

/** Chunks of no known size are objects. */
const isSmall = ({ peakBufferedBytes, peakBufferedChunks = 0, kind }: Finding): boolean =>
  kind !== 'retained-buffers' &&
  peakBufferedBytes < MIN_LIVE_BYTES &&
  (peakBufferedBytes > 0 || peakBufferedChunks === 0);
