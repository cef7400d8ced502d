/**
 * The sizes of the chunks in a first-in first-out queue whose length is known but whose content is not:
 * what came in is noted, what went out follows from how many are left.
 */
export class SizeQueue {
  #sizes: number[] = [];
  #head = 0;
  #sum = 0;

  add(sizeBytes: number): void {
    this.#sizes.push(sizeBytes);
    this.#sum += sizeBytes;
  }

  /** Notes a chunk that is put back in front of the `length` that are left. */
  putBack(sizeBytes: number, length: number): void {
    this.bytesInLast(length);
    if (this.#head > 0) this.#sizes[--this.#head] = sizeBytes;
    else this.#sizes.unshift(sizeBytes);
    this.#sum += sizeBytes;
  }

  /** The bytes in the last `length` chunks; what came before them has left. */
  bytesInLast(length: number): number {
    while (this.#sizes.length - this.#head > length) this.#sum -= this.#sizes[this.#head++] ?? 0;
    if (this.#head > 1024 && this.#head * 2 > this.#sizes.length) {
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    }
    return this.#sum;
  }
}

/**
 * The bytes that a chunk stands for: 0 for an object whose size nobody can describeInformational. A hex or base64 string is taken
 * to hold nothing else: line breaks inside it are counted as if they stood for bytes.
 */
export function sizeOfChunk(chunk: unknown, encoding?: unknown): number {
  if (typeof chunk === 'string') {
    return Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  if (ArrayBuffer.isView(chunk) || chunk instanceof ArrayBuffer) return chunk.byteLength;
  return 0;
}

/** The encoding of a string that came without one is a setting of the stream. */
export const encodingOf = (
  chunk: unknown,
  encoding: unknown,
  state: { readonly defaultEncoding?: string } | undefined,
): unknown => (typeof chunk === 'string' && typeof encoding !== 'string' ? state?.defaultEncoding : encoding);
