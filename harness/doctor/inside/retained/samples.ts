/** Those allocations that are looked at: never too many. */
import { OwnWeakMap, unseen } from '../unseen/unseen.ts';
import type { RetainedSite } from './retained-site.ts';
import { Sample, type SampledAt, type Tokens } from './sample.ts';

const KIB = 1024;

/** One allocation per so many bytes is looked at, and fewer if that takes too long. */
const FIRST_INTERVAL_BYTES = 128 * KIB;
/** Then half of them is let go, at random: so many say enough, and a long life of a program needs more. */
const MAX_SAMPLES = { first: 256, later: 2048 } as const;
const LATER_INTERVAL_BYTES = 512 * KIB;

/** As a share of what the samples stand for, which is known to a tenth or two. V8 does not let so much garbage be. */
const ALL_KEPT = { least: 0.75, most: 1.4, bytes: 40 * 1024 * KIB } as const;

// The program may replace them.
const { random, log } = Math;

export class Samples {
  readonly #tokens: Tokens<RetainedSite> = { memory: new OwnWeakMap(), views: new OwnWeakMap() };
  #all: Sample<RetainedSite>[] = [];
  #intervalBytes = FIRST_INTERVAL_BYTES;
  #max: number = MAX_SAMPLES.first;
  #collectionsAtFirst: number | undefined;

  /** What they stand for, alive or not yet collected. */
  get bytes(): number {
    return this.#all.reduce((bytes, { weightBytes }) => bytes + weightBytes, 0);
  }

  /** How many bytes are to be allocated before the next one: whichever it is, the chance of each is that of its bytes. */
  nextIn(): number {
    return -log(1 - random()) * this.#intervalBytes;
  }

  of(memory: ArrayBufferLike): Sample<RetainedSite> | undefined {
    return this.#tokens.memory.get(memory)?.sample;
  }

  add(memory: ArrayBufferLike, at: Omit<SampledAt, 'intervalBytes'>): Sample<RetainedSite> {
    const sample = new Sample(memory, this.#tokens, { ...at, intervalBytes: this.#intervalBytes });
    // It is not among them, as no line has noted it yet.
    if (this.#all.length >= this.#max) unseen(() => this.#thinOut());
    this.#all[this.#all.length] = sample;
    this.#collectionsAtFirst ??= at.collections;
    return sample;
  }

  /** Those that are alive after a collection. */
  outliving(collections: number): readonly Sample<RetainedSite>[] {
    this.#forgetDead();
    return this.#all.filter(({ at }) => at.collections < collections);
  }

  /** All of them, if they are as many bytes as memory has grown by since the first: then none was collected, as yet. */
  keptWithin(grownBytes: number, collections: number): readonly Sample<RetainedSite>[] | undefined {
    if (collections !== this.#collectionsAtFirst) return undefined;
    const share = grownBytes / this.bytes;
    const areAllKept = share >= ALL_KEPT.least && share <= ALL_KEPT.most;
    return areAllKept && grownBytes >= ALL_KEPT.bytes ? this.#all : undefined;
  }

  takeFewer(): void {
    this.#intervalBytes *= 2;
  }

  #forgetDead(): void {
    this.#all = this.#all.filter(({ isAlive }) => isAlive);
  }

  #thinOut(): void {
    this.#forgetDead();
    const isFirst = this.#intervalBytes < LATER_INTERVAL_BYTES;
    // At first as soon as so many were taken, dead or alive.
    if (isFirst || this.#all.length >= MAX_SAMPLES.later / 2) {
      this.takeFewer();
      this.#all = this.#all.filter((sample) => this.#stays(sample));
    }
    const max = this.#intervalBytes < LATER_INTERVAL_BYTES ? MAX_SAMPLES.first : MAX_SAMPLES.later;
    // Within a job none is seen to be dead.
    this.#max = Math.max(max, 2 * this.#all.length);
  }

  /** What was allocated, too, is then what those that stay stand for: that more of the later ones do says nothing of it. */
  #stays(sample: Sample<RetainedSite>): boolean {
    const before = sample.weightBytes;
    const stays = sample.thinOut(this.#intervalBytes, random());
    const more = (stays ? sample.weightBytes : 0) - before;
    for (const site of sample.sites) site.reweigh(sample.at, more);
    return stays;
  }
}
