/** The sizes of what is queued, the oldest first. Removing one takes the same time, however many there are. */
export class Sizes {
  bytes = 0;
  #sizes: number[] = [];
  #head = 0;

  get count(): number {
    return this.#sizes.length - this.#head;
  }

  add(bytes: number): void {
    this.#sizes.push(bytes);
    this.bytes += bytes;
  }

  /** There must be one. */
  takeFirst(): number {
    const bytes = this.#sizes[this.#head] ?? 0;
    this.#head += 1;
    this.bytes -= bytes;
    if (this.#head > 1024 && this.#head * 2 > this.#sizes.length) {
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    }
    return bytes;
  }

  clear(): void {
    if (this.#sizes.length > 0) this.#sizes = [];
    this.#head = 0;
    this.bytes = 0;
  }
}
