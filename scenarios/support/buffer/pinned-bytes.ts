/** The memory that these Buffers keep alive: all of each ArrayBuffer that one of them is a view of, counted once. */
export function pinnedBytes(buffers: Iterable<Buffer>): number {
  const arrayBuffers = new Set(Array.from(buffers, ({ buffer }) => buffer));
  return Array.from(arrayBuffers, ({ byteLength }) => byteLength).reduce((sum, size) => sum + size, 0);
}
