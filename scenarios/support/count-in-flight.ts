type RecordFigure = (name: string, value: number) => void;

/** Counts what was read and is not yet handled, outside of any stream: records `maxInFlight` and `maxInFlightBytes`. */
export function countInFlight(record: RecordFigure) {
  let [count, maxCount, bytes, maxBytes] = [0, 0, 0, 0];
  return {
    add({ length }: { readonly length: number }): void {
      count += 1;
      bytes += length;
      maxCount = Math.max(maxCount, count);
      maxBytes = Math.max(maxBytes, bytes);
      record('maxInFlight', maxCount);
      record('maxInFlightBytes', maxBytes);
    },
    remove({ length }: { readonly length: number }): void {
      count -= 1;
      bytes -= length;
    },
    count: (): number => count,
  };
}
