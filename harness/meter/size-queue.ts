/**
 * The sizes of the chunks in a first-in first-out queue whose length is known but whose content is not:
 * incoming chunks are recorded, and how many have left follows from the length.
 */
export class SizeQueue {
  #sizes: number[] = [];
  #head = 0;
  #sum = 0;

  add(sizeBytes: number): void {
    this.#sizes.push(sizeBytes);
    this.#sum += sizeBytes;
  }

  /** Records a chunk that is put back in front of the `length` remaining ones. */
  putBack(sizeBytes: number, length: number): void {
    this.bytesInLast(length);
    if (this.#head > 0) this.#sizes[--this.#head] = sizeBytes;
    else this.#sizes.unshift(sizeBytes);
    this.#sum += sizeBytes;
  }

  /** The bytes in the last `length` chunks; those before them have left. */
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
 * The size of a chunk in bytes: 0 for an object whose size is unknown. A hex or base64 string is assumed to contain
 * nothing else: line breaks inside it are counted as if they encoded bytes.
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
