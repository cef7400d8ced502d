/** Decides whether live memory can have risen above its peak, without a collection. */

export interface UsedMemory {
  readonly externalBytes: number;
  readonly heapUsedBytes: number;
}

export interface LivePeak {
  /** What was in use right after a collection. */
  readonly add: (live: UsedMemory) => void;
  /** `used` includes garbage, so live memory is not more than that. */
  readonly canBeHigher: (used: UsedMemory) => boolean;
}

/** A rise of less is not worth a collection: the peak is known to within this share, or these bytes. */
const MIN_RISE_SHARE = 0.04;
const MIN_EXTERNAL_RISE_BYTES = 512 * 1024;
/** What growth of the heap has to exceed to be more than noise. */
const MIN_HEAP_RISE_BYTES = 2 * 1024 * 1024;

export function trackLivePeak(): LivePeak {
  let externalBytes = 0;
  let heapUsedBytes = 0;
  return {
    add: (live) => {
      externalBytes = Math.max(externalBytes, live.externalBytes);
      heapUsedBytes = Math.max(heapUsedBytes, live.heapUsedBytes);
    },
    canBeHigher: (used) =>
      used.externalBytes - externalBytes >
        Math.max(MIN_EXTERNAL_RISE_BYTES, MIN_RISE_SHARE * externalBytes) ||
      used.heapUsedBytes - heapUsedBytes > Math.max(MIN_HEAP_RISE_BYTES, MIN_RISE_SHARE * heapUsedBytes),
  };
}
