/**
 * Which lines retain memory of Buffers. A few allocations are looked at, at random and by their bytes, and only once so
 * much memory is in use that it matters; what of them is alive later says what all of them retain.
 */

import type { Below } from '../../../meter/call-site.ts';
import { now } from '../../../meter/sums/clock.ts';
import { unwatched } from '../../../meter/unwatched.ts';
import type { RetainedSnapshot } from '../../snapshot.ts';
import { CaptureBudget } from '../capture-budget.ts';
import { countTurns } from '../fill.ts';
import { unseen, unseenAnyway } from '../unseen/unseen.ts';
import { type AllocationObserver, type Memory, seeAllocations } from './allocations.ts';
import { type Caller, readCaller } from './call-sites.ts';
import { Collections } from './collections.ts';
import { isMemory, seeNativeFunctions } from './native-functions.ts';
import { isNativeStream, seeFileStreams } from './native-streams.ts';
import { Pool } from './pool.ts';
import { Readings, type Surroundings, WORTH_BYTES } from './readings.ts';
import { Receivers } from './receivers.ts';
import { type ResultObserver, seeResults } from './results.ts';
import type { RetainedSite } from './retained-site.ts';
import { RetainedSites } from './retained-sites.ts';
import type { Sample } from './sample.ts';
import { Samples } from './samples.ts';

const MIB = 1024 * 1024;

/** In use outside of queues: with less, nothing is looked at. */
const WATCH_FROM_BYTES = 8 * MIB;
/** Memory is read each time that so much was allocated, as long as nothing is looked at. */
const MIN_STEP_BYTES = MIB;
/** A process that uses so much memory has begun, and has the time. */
const FIRST_MS = 40;
const FILE_BYTES = MIB / 16;
/** A smaller Buffer can be on the heap. */
const MIN_BYTES = 65;

// The program may replace them.
const { random } = Math;
const { isView } = ArrayBuffer;

export class RetainedBuffers implements AllocationObserver, ResultObserver {
  leftBytes = WATCH_FROM_BYTES;
  isWatching = false;
  isReading = false;
  readonly receivers = new Receivers();
  readonly #collections = new Collections();
  readonly #around: Surroundings;
  readonly #budget = new CaptureBudget(FIRST_MS);
  readonly #budgetOfViews = new CaptureBudget(FIRST_MS);
  readonly #samples = new Samples();
  readonly #readings: Readings;
  readonly #sites = new RetainedSites();
  #bytesAtFirstSample = 0;
  /** Results that are waited for. */
  #asked = 0;
  /** What Node may have read them into, meanwhile. */
  readonly #slow = new WeakSet<object>();
  readonly #pool = new Pool();

  constructor(around: Surroundings) {
    this.#around = around;
    this.#readings = new Readings(around);
  }

  start(): void {
    seeAllocations(this);
    seeFileStreams(this);
    seeResults(this);
    seeNativeFunctions(this);
    unwatched.pushed = (stream, chunk) => {
      if (!isView(chunk) || chunk.byteLength < MIN_BYTES) return;
      const isNative = isNativeStream(stream);
      this.#arrived(chunk, isNative, () => this.receivers.of(stream));
    };
  }

  /** Whether it is worth collecting garbage to know what is retained. */
  get isWorthCollecting(): boolean {
    return this.#samples.bytes >= WORTH_BYTES / 2 && this.#around.readUnqueuedBytes() >= WORTH_BYTES;
  }

  allocatedSlow(buffer: Uint8Array): void {
    if (this.#asked > 0) unseen(() => this.#slow.add(buffer));
  }

  reached(memory: Memory, name: string, below: Below): void {
    if (!this.#isToWatch()) return;
    if (memory.byteLength < MIN_BYTES || this.#samples.of(whole(memory)) !== undefined) return;
    unseen(() => this.#lookAt(memory, this.#capture(name, below)));
  }

  pooled(buffer: Uint8Array, name: string, below: Below): void {
    const { buffer: memory } = buffer;
    if (this.#pool.has(memory)) {
      const sample = this.#pool.take();
      if (sample !== undefined) unseen(() => this.#addView(sample, buffer, name, below));
      return;
    }
    const isShared = buffer.length < memory.byteLength;
    this.leftBytes -= memory.byteLength;
    let sample: Sample<RetainedSite> | undefined;
    if (this.leftBytes < 0 && this.#isToWatch() && this.#samples.of(memory) === undefined)
      sample = unseen(() => this.#lookAt(buffer, this.#capture(name, below), isShared));
    if (isShared) this.#pool.change(memory, sample);
  }

  cut(view: ArrayBufferView, name: string, below: Below): void {
    const sample = this.#samples.of(view.buffer);
    if (sample !== undefined) unseen(() => this.#addView(sample, view, name, below));
  }

  callerOf(name: string, below: Below): Caller | undefined {
    if (!this.isWatching) this.#countDown(FILE_BYTES);
    if (!this.isWatching) return undefined;
    const caller = unseen(() => this.#budget.spend(() => readCaller(name, below)));
    if (caller === undefined) return undefined;
    this.#asked += 1;
    return { called: name, frames: caller.frames };
  }

  made(memory: Memory, name: string, below: Below): void {
    this.leftBytes -= memory.byteLength;
    if (this.leftBytes < 0) this.reached(memory, name, below);
  }

  result(data: unknown, isNative: boolean, caller: Caller): void {
    this.#asked -= 1;
    if (!isMemory(data) || data.byteLength < MIN_BYTES) return;
    this.#arrived(data, isNative && !this.#slow.has(data), () => caller);
  }

  /** `isNative`: none of the functions above has allocated it. */
  #arrived(memory: Memory, isNative: boolean, receiver: () => Caller | undefined): void {
    if (isNative) this.leftBytes -= memory.byteLength;
    if (!this.isWatching) {
      this.#countDown(0);
      return;
    }
    const known = this.#samples.of(whole(memory));
    if (known !== undefined) {
      const isAnybodys = known.site === undefined || known.at.isPool;
      if (isAnybodys) unseenAnyway(() => this.#attribute(known, memory, receiver() ?? UNKNOWN));
      return;
    }
    if (!isNative || this.leftBytes >= 0) return;
    this.#isToWatch();
    unseenAnyway(() => this.#lookAt(memory, receiver() ?? UNKNOWN));
  }

  lookBeforeEnd(ms: number): void {
    const grownBytes = this.#around.readUnqueuedBytes() - this.#bytesAtFirstSample;
    const kept = this.#samples.keptWithin(grownBytes, this.#collections.count);
    if (kept === undefined) this.#sites.lookBeforeEnd(this.#outliving(), this.#lastAt(ms));
    else this.#sites.lookBeforeEnd(kept, { ms, turn: countTurns() });
  }

  /** What is retained, as far as it is known. */
  snapshot(ms: number): RetainedSnapshot[] {
    return this.#sites.snapshot(this.#outliving(), this.#lastAt(ms), ms);
  }

  #outliving(): readonly Sample<RetainedSite>[] {
    return this.#samples.outliving(this.#collections.count);
  }

  /** The collection at the end comes when the program does nothing any more. */
  #lastAt(ms: number): { readonly ms: number; readonly turn: number } {
    const { lastAt } = this.#collections;
    return { ms: Math.min(ms, lastAt.ms), turn: lastAt.turn };
  }

  /** Not yet watching: so many bytes more are allocated. */
  #countDown(bytes: number): void {
    this.leftBytes -= bytes;
    if (this.leftBytes < 0) this.#isToWatch();
  }

  /** Decides what comes next. */
  #isToWatch(): boolean {
    if (!this.isWatching) unseen(() => this.#beginToWatch());
    if (this.isWatching) this.leftBytes = this.#samples.nextIn();
    return this.isWatching;
  }

  #beginToWatch(): void {
    const unqueued = this.#around.readUnqueuedBytes();
    this.isWatching = unqueued >= WATCH_FROM_BYTES;
    this.#bytesAtFirstSample = unqueued;
    this.leftBytes = Math.max(MIN_STEP_BYTES, WATCH_FROM_BYTES - unqueued);
  }

  #capture(name: string, below: Below): Caller | undefined {
    const caller = this.#budget.spend(() => readCaller(name, below));
    if (caller === undefined) this.#samples.takeFewer();
    return caller;
  }

  #lookAt(memory: Memory, caller: Caller | undefined, isPool = false): Sample<RetainedSite> | undefined {
    if (caller === undefined) return undefined;
    const atMs = now();
    const sample = this.#samples.add(whole(memory), {
      atMs,
      collections: this.#collections.count,
      turn: countTurns(),
      isPool,
    });
    if (sample.chooses(0)) this.#attribute(sample, memory, caller);
    this.#readings.note(atMs);
    return sample;
  }

  #addView(sample: Sample<RetainedSite>, view: Memory, name: string, below: Below): void {
    if (!sample.chooses(random())) return;
    const caller = this.#budgetOfViews.spend(() => readCaller(name, below));
    if (caller !== undefined) this.#attribute(sample, view, caller);
  }

  #attribute(sample: Sample<RetainedSite>, view: Memory, caller: Caller): void {
    if (caller.frames.length === 0) return;
    const site = this.#sites.of(caller);
    if (site === undefined) return;
    if (isView(view)) sample.addView(view, site, random());
    if (sample.addSite(site)) site.note(sample);
  }
}

const whole = (memory: Memory): ArrayBufferLike => (isView(memory) ? memory.buffer : (memory as ArrayBuffer));

const UNKNOWN: Caller = { called: '', frames: [] };
