type RecordFigure = (name: string, value: number) => void;

/** Counts what is held outside of any stream: records `maxAtOnce` and `maxHeldBytes`. */
export function countHeld(record: RecordFigure) {
  let [atOnce, maxAtOnce, heldBytes, maxHeldBytes] = [0, 0, 0, 0];
  return {
    take({ length }: { readonly length: number }): void {
      atOnce += 1;
      heldBytes += length;
      maxAtOnce = Math.max(maxAtOnce, atOnce);
      maxHeldBytes = Math.max(maxHeldBytes, heldBytes);
      record('maxAtOnce', maxAtOnce);
      record('maxHeldBytes', maxHeldBytes);
    },
    release({ length }: { readonly length: number }): void {
      atOnce -= 1;
      heldBytes -= length;
    },
    count: (): number => atOnce,
  };
}
