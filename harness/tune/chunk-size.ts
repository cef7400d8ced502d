import type { Candidate } from './tuning.ts';
import type { TuningReport } from './tuning-report.ts';

const CHUNK_SIZE = 'chunkSize';

/**
 * The size of one chunk, in bytes: the parameter of that name, or what a stream buffers at most whose highWaterMark is
 * smaller than a chunk. Undefined where neither tells.
 */
export function findChunkBytes({
  parameter,
  kind,
  parameters,
  chosen,
  candidates,
}: Pick<TuningReport, 'parameter' | 'kind' | 'parameters' | 'chosen' | 'candidates'>): number | undefined {
  if (parameter === CHUNK_SIZE) return chosen?.value;
  const declared = parameters[CHUNK_SIZE];
  if (typeof declared === 'number') return declared;
  if (kind !== 'bytes') return undefined;
  const peaks = candidates.filter(isOneChunk).map(({ peakBufferedBytes }) => Number(peakBufferedBytes));
  const [first] = peaks;
  return peaks.every((peak) => peak === first) ? first : undefined;
}

/** Twice the highWaterMark is more than one of several chunks can exceed it by. */
const isOneChunk = ({ value, peakBufferedBytes = 0 }: Candidate): boolean => peakBufferedBytes >= 2 * value;
