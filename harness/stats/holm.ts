/**
 * Returns p-values adjusted for their number, in the order given: each is the smallest level for the whole
 * family at which Holm's step-down procedure rejects its hypothesis, however the tests depend on each
 * other. Holm (1979), "A Simple Sequentially Rejective Multiple Test Procedure", Scandinavian Journal
 * of Statistics 6(2).
 * Throws a RangeError for a p-value outside 0 to 1.
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const wrong = pValues.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`a p-value lies between 0 and 1, not at ${wrong}`);
  const ascending = [...pValues.entries()].sort(([, a], [, b]) => a - b);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  for (const [step, [index, p]] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - step) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
