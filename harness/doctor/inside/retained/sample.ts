/** One ArrayBuffer of those that are looked at, without keeping it alive. */
/**
 * What is looked at has a token, kept alive by a WeakMap exactly as long as itself. A WeakRef of the ArrayBuffer would
 * keep that alive until the end of the job, and so change what is measured.
 */
export interface Token<Site> {
  readonly sample: Sample<Site>;
}

export interface Tokens<Site> {
  readonly memory: WeakMap<object, Token<Site>>;
  readonly views: WeakMap<object, object>;
}

interface View<Site> {
  readonly token: WeakRef<object>;
  readonly site: Site;
  readonly bytes: number;
}

/** More of one ArrayBuffer are a choice of all of them, at random. */
const MAX_VIEWS = { ofPool: 48, ofOne: 16 } as const;

// The program may replace them.
const { exp, floor } = Math;

export interface SampledAt {
  readonly atMs: number;
  /** Of the event loop. */
  readonly turn: number;
  readonly collections: number;
  readonly intervalBytes: number;
  /** Whether unrelated Buffers share it. */
  readonly isPool: boolean;
}

export class Sample<Site> {
  readonly bytes: number;
  readonly at: SampledAt;
  /** The line that allocated or received it, and those that have cut Buffers from it. */
  readonly sites: Site[] = [];
  readonly #token: WeakRef<Token<Site>>;
  readonly #views: View<Site>[] = [];
  readonly #tokens: Tokens<Site>;
  #intervalBytes: number;
  #seenViews = 0;

  constructor(memory: ArrayBufferLike, tokens: Tokens<Site>, at: SampledAt) {
    this.bytes = memory.byteLength;
    this.at = at;
    this.#intervalBytes = at.intervalBytes;
    this.#tokens = tokens;
    const token: Token<Site> = { sample: this };
    tokens.memory.set(memory, token);
    this.#token = new WeakRef(token);
  }

  /** The line that allocated or received it; undefined as long as only Node has it. */
  get site(): Site | undefined {
    return this.sites[0];
  }

  get isAlive(): boolean {
    return this.#token.deref() !== undefined;
  }

  /** That it was looked at at all, as one allocation per so many bytes is. */
  get probability(): number {
    return 1 - exp(-this.bytes / this.#intervalBytes);
  }

  /** Whether it is new to this line. */
  addSite(site: Site): boolean {
    const isNew = !this.sites.includes(site);
    if (isNew) this.sites[this.sites.length] = site;
    return isNew;
  }

  /** How many bytes it stands for. */
  get weightBytes(): number {
    return this.bytes / this.probability;
  }

  /** Whether it stays, now that one allocation per so many bytes is enough. */
  thinOut(intervalBytes: number, chance: number): boolean {
    const before = this.probability;
    this.#intervalBytes = Math.max(this.#intervalBytes, intervalBytes);
    return chance < this.probability / before;
  }

  get #maxViews(): number {
    return this.at.isPool ? MAX_VIEWS.ofPool : MAX_VIEWS.ofOne;
  }

  /** Whether the next view is to be added. The first one always is. */
  chooses(chance: number): boolean {
    this.#seenViews += 1;
    return this.#views.length < this.#maxViews || chance < this.#maxViews / this.#seenViews;
  }

  addView(view: { readonly byteLength: number }, site: Site, chance: number): void {
    const token = {};
    this.#tokens.views.set(view, token);
    const added = { token: new WeakRef(token), site, bytes: view.byteLength };
    if (this.#views.length < this.#maxViews) this.#views[this.#views.length] = added;
    else this.#views[1 + floor(chance * (this.#maxViews - 1))] = added;
  }

  /** The view that keeps it alive, if that is known: the first one, as what is cut from it is the same memory. */
  get retainer(): { readonly site: Site; readonly bytes: number } | undefined {
    return this.#views.find(({ token }) => token.deref() !== undefined);
  }
}
