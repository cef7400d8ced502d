type RecordFigure = (name: string, value: number) => void;

/** Counts what is held outside of any stream: records `mostAtOnce` and `mostHeldBytes`. */
export function countHeld(record: RecordFigure) {
  let [atOnce, mostAtOnce, heldBytes, mostHeldBytes] = [0, 0, 0, 0];
  return {
    take({ length }: { readonly length: number }): void {
      atOnce += 1;
      heldBytes += length;
      mostAtOnce = Math.max(mostAtOnce, atOnce);
      mostHeldBytes = Math.max(mostHeldBytes, heldBytes);
      record('mostAtOnce', mostAtOnce);
      record('mostHeldBytes', mostHeldBytes);
    },
    release({ length }: { readonly length: number }): void {
      atOnce -= 1;
      heldBytes -= length;
    },
    count: (): number => atOnce,
  };
}
