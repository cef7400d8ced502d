/** Fills more than half of the current slab of the pool. The returned function starts the next slab, even if this one is gone. */
export function startFullSlab(): () => void {
  const half = Buffer.poolSize / 2;
  while (Buffer.allocUnsafe(8).byteOffset < half);
  // Too large for what is left of the slab.
  return () => void Buffer.allocUnsafe(half - 1);
}
