/** A list that stays short: when it is full, each two neighbours become one, and so it covers all that was added evenly. */
export class Thinned<Item> {
  readonly #max: number;
  readonly #merge: (earlier: Item, later: Item) => Item;
  #items: Item[] = [];
  /** How many were added to each item, and how many to the last one. */
  #each = 1;
  #last = 0;
  count = 0;

  constructor(max: number, merge: (earlier: Item, later: Item) => Item) {
    this.#max = max;
    this.#merge = merge;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  add(item: Item): void {
    this.count += 1;
    const items = this.#items;
    const last = items[items.length - 1];
    if (last !== undefined && this.#last < this.#each) {
      items[items.length - 1] = this.#merge(last, item);
      this.#last += 1;
      return;
    }
    if (this.#items.length === this.#max) this.#halve();
    this.#items[this.#items.length] = item;
    this.#last = 1;
  }

  #halve(): void {
    const items = this.#items;
    let length = 0;
    for (let index = 0; index < items.length; index += 2) {
      const earlier = items[index] as Item;
      const later = items[index + 1];
      items[length] = later === undefined ? earlier : this.#merge(earlier, later);
      length += 1;
    }
    items.length = length;
    this.#each *= 2;
  }
}
