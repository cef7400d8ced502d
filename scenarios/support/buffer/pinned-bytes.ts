/** The memory that these Buffers keep alive: the size of each ArrayBuffer that at least one of them is a view of. */
export function pinnedBytes(buffers: Iterable<Buffer>): number {
  const arrayBuffers = new Set(Array.from(buffers, ({ buffer }) => buffer));
  return Array.from(arrayBuffers, ({ byteLength }) => byteLength).reduce((sum, size) => sum + size, 0);
}
