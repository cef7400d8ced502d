/** As many as a wide chart has columns. */
const BUCKETS = 240;

/** Values over time, one for each interval: when all are full, adjacent ones are joined, so that memory does not grow. */
export class TimeBuckets<Value> {
  readonly #join: (one: Value, other: Value) => Value;
  #bucketMs: number;
  #buckets: (Value | undefined)[] = [];

  constructor(intervalMs: number, join: (one: Value, other: Value) => Value) {
    this.#bucketMs = intervalMs;
    this.#join = join;
  }

  get bucketMs(): number {
    return this.#bucketMs;
  }

  /** In the order of time; undefined where there was none. */
  get values(): readonly (Value | undefined)[] {
    return Array.from(this.#buckets);
  }

  add(sinceStartMs: number, value: Value): void {
    const index = this.#indexAt(Math.max(0, sinceStartMs));
    this.#buckets[index] = this.#joinAny(this.#buckets[index], value);
  }

  #indexAt(sinceStartMs: number): number {
    while (sinceStartMs >= this.#bucketMs * BUCKETS) this.#halve();
    return Math.floor(sinceStartMs / this.#bucketMs);
  }

  #halve(): void {
    this.#bucketMs *= 2;
    const buckets = this.#buckets;
    this.#buckets = Array.from({ length: Math.ceil(buckets.length / 2) }, (_, index) =>
      this.#joinAny(buckets[2 * index], buckets[2 * index + 1]),
    );
  }

  #joinAny(left: Value | undefined, right: Value | undefined): Value | undefined {
    return left === undefined || right === undefined ? (right ?? left) : this.#join(left, right);
  }
}
