/** The doctor inside a thread: when to read memory, and when to write down what is known. */
import { now } from '../../meter/sums/clock.ts';
import type { DoctorReading, DoctorSettings, ThreadSnapshot } from '../snapshot.ts';
import { EveryStream } from './every-stream.ts';
import { Journal } from './journal.ts';
import { collectGarbage, endJob } from './memory/collect-garbage.ts';
import { LiveMemory } from './memory/live-memory.ts';
import { LivePeak } from './memory/live-peak.ts';
import { Servers } from './opened/servers.ts';
import { threadIdOf } from './reach/workers.ts';
import { Collections } from './retained/collections.ts';
import { RetainedBuffers } from './retained/retained-buffers.ts';
import { Thinned } from './thinned.ts';
import { beforeExitListeners } from './unseen/before-exit-listeners.ts';
import { SleepingTimer } from './unseen/sleeping-timer.ts';
import { failure, unseen } from './unseen/unseen.ts';

/** Rarer as time goes by, but never so rare that the last one is of no use. */
const MIN_INTERVAL_MS = 250;
const MAX_INTERVAL_MS = 5000;
const SHARE_OF_UPTIME = 0.02;
/** Memory can end long before the next snapshot is due: one is written each time that twice as much is buffered. */
const MIN_DOUBLED_BYTES = 8 * 1024 * 1024;
/** Reading memory takes as long as some ten stacks: once for each quarter more in what is buffered. */
const MIN_STEP_BYTES = 1024 * 1024;
const STEP = 1.25;

/** After the collection at the end, less may as well not be freed yet. */
const MIN_LEFT_BYTES = 1024 * 1024;
/** In no queue when the program ends: less says little about it, unless there is a queue beside it. */
const WORTH_COLLECTING_BYTES = 4 * 1024 * 1024;
const WORTH_COLLECTING_BESIDE_QUEUE_BYTES = 512 * 1024;
/** Of the time, with --deep: a collection stops the program. */
const SHARE_OF_COLLECTIONS = 0.05;
const MAX_READINGS = 32;

const RAN_BEFORE =
  "it ran already: who created what was there, and 'data' listeners that were added before, are not known";
const NOT_SEARCHED =
  'Web Streams, and streams of packages, that were there before are not counted: --deep searches for them, which stops the process for a while';

// The program may replace them.
const { memoryUsage, uptime } = process;

export class ThreadDoctor {
  readonly #streams = new EveryStream(() => this.#tick());
  readonly #retained = new RetainedBuffers({
    readUnqueuedBytes: () => this.#readUnqueued(),
    tick: () => {
      // What is just allocated is on the stack: a collection would take it for retained. The timer is awake.
      if (!this.#isDeep) this.#tick();
    },
  });
  readonly #servers = new Servers(() => this.#tick());
  #journal: Journal;
  readonly #isDeep: boolean;
  readonly #startedAt = new Date().toISOString();
  readonly #threadId = threadIdOf();
  #sequence = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #writtenBytes = 0;
  #readBytes = 0;
  readonly #peak: LivePeak;
  readonly #collections = new Collections();
  readonly #live = new LiveMemory();
  readonly #overTime = new Thinned<DoctorReading>(MAX_READINGS, higherOf);
  #collectAgainAtMs = 0;
  /** Whether it came into a thread that ran already. */
  #isAttached = false;
  #isDetached = false;
  readonly #timer = new SleepingTimer(() => void unseen(() => this.#tick()));
  #isTaking = false;
  #externalAtFirst: number | undefined;

  constructor({ folder, isDeep = false }: DoctorSettings) {
    this.#journal = new Journal(folder);
    this.#isDeep = isDeep;
    this.#peak = new LivePeak(isDeep);
  }

  get isWriting(): boolean {
    return !this.#isDetached && !this.#journal.hasFailed;
  }

  start(): void {
    this.#streams.start((stream, listener, below) => this.#retained.receivers.note(stream, listener, below));
    this.#retained.start();
    this.#servers.start();
    this.#write(false);
    beforeExitListeners(() => unseen(() => this.#write(true)));
    // A program with nothing to tell of its streams has memory all the same.
    if (this.#isDeep) this.#timer.wake(MIN_INTERVAL_MS);
  }

  /** Writes to this folder from now on. */
  attach({ folder }: DoctorSettings): void {
    this.#journal = new Journal(folder);
    this.#isDetached = false;
    this.#isAttached = true;
    this.#write(false);
  }

  /** Nothing that is wrapped can be unwrapped, as others can have wrapped it as well: it only falls silent. */
  detach(): void {
    // The program goes on: nothing is collected for this.
    this.#write(this.#isDeep);
    this.#isDetached = true;
    this.#timer.sleep();
    this.#servers.stop();
  }

  adopt(objects: readonly object[]): void {
    this.#streams.adopt(objects);
    this.#write(false);
  }

  /** Called on the way of a call that was not taken: nothing here runs in a process without any. */
  #tick(): void {
    if (this.#isTaking || this.#isDetached) return;
    this.#timer.wake(MIN_INTERVAL_MS);
    this.#streams.settle();
    if (this.#hasGrown()) this.#read();
    const interval = Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, uptime() * 1000 * SHARE_OF_UPTIME));
    if (now() - this.#writtenAtMs >= interval || this.#hasDoubled()) this.#write(false);
  }

  #hasGrown(): boolean {
    const { bytes } = this.#streams.total;
    return bytes >= MIN_STEP_BYTES && bytes >= STEP * this.#readBytes;
  }

  #hasDoubled(): boolean {
    const { bytes } = this.#streams.total;
    return bytes >= MIN_DOUBLED_BYTES && bytes >= 2 * this.#writtenBytes;
  }

  #write(isFinal: boolean): void {
    if (this.#isDetached) return;
    this.#isTaking = true;
    // A collection takes time in which the program does nothing.
    const atMs = now();
    try {
      const reading = this.#read(this.#collect(isFinal, atMs));
      this.#sequence += 1;
      this.#journal.write(this.#snapshot(reading, isFinal, atMs));
      this.#writtenAtMs = now();
      this.#writtenBytes = Math.max(this.#writtenBytes, reading.bufferedBytes);
    } finally {
      this.#isTaking = false;
    }
  }

  /** What was dropped is not retained: a stream that is collected without having been closed is a fact. */
  #collect(isFinal: boolean, atMs: number): boolean {
    const isDue = this.#isDeep && (isFinal || now() >= this.#collectAgainAtMs);
    if (!isDue && !(isFinal && this.#isWorthCollecting())) return false;
    if (isFinal) {
      this.#retained.lookBeforeEnd(atMs);
      endJob();
    }
    const begin = now();
    collectGarbage();
    // V8 frees the memory of ArrayBuffers later, but before it collects again.
    if (this.#isDeep || memoryUsage().arrayBuffers >= MIN_LEFT_BYTES) collectGarbage();
    this.#collectAgainAtMs = now() + (now() - begin) / SHARE_OF_COLLECTIONS;
    return true;
  }

  /** To tell what is alive from garbage, once the program has ended. */
  #isWorthCollecting(): boolean {
    if (this.#streams.hasManyOpen) return true;
    const { liveArrayBuffersBytes: live, bufferedBytes } = this.#read();
    const isQueue = bufferedBytes >= WORTH_COLLECTING_BESIDE_QUEUE_BYTES;
    const worthBytes = isQueue ? WORTH_COLLECTING_BESIDE_QUEUE_BYTES : WORTH_COLLECTING_BYTES;
    return live - bufferedBytes >= worthBytes || this.#retained.isWorthCollecting;
  }

  #read(isCollected = false): DoctorReading {
    this.#streams.settle();
    const { rss, heapUsed, external, arrayBuffers } = memoryUsage();
    this.#externalAtFirst ??= external - arrayBuffers;
    const collections = this.#collections.count;
    const memory = { arrayBuffersBytes: arrayBuffers, bufferedBytes: this.#streams.total.bytes };
    const estimatedBytes = this.#live.estimate({
      ...memory,
      leftBytes: this.#streams.leftBytes,
      collections,
    });
    const reading: DoctorReading = {
      atMs: now(),
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      externalBytes: external,
      ...memory,
      liveArrayBuffersBytes: isCollected ? arrayBuffers : estimatedBytes,
      ...(isCollected && { isCollected }),
    };
    this.#overTime.add(reading);
    this.#readBytes = Math.max(this.#readBytes, reading.bufferedBytes);
    this.#peak.add(reading, collections);
    return reading;
  }

  /** What Node.js 26 reads a file into is external memory, and in no ArrayBuffer that it counts. */
  #readUnqueued(): number {
    const { arrayBuffersBytes, externalBytes, bufferedBytes } = this.#read();
    const externalAtFirst = this.#externalAtFirst ?? 0;
    return Math.max(arrayBuffersBytes, externalBytes - externalAtFirst) - bufferedBytes;
  }

  #snapshot(reading: DoctorReading, isFinal: boolean, atMs: number): ThreadSnapshot {
    return {
      pid: process.pid,
      parentPid: process.ppid,
      thread: this.#threadId,
      argv: process.argv,
      nodeVersion: process.version,
      sequence: this.#sequence,
      startedAt: this.#startedAt,
      uptimeMs: uptime() * 1000,
      isFinal,
      memory: { now: reading, peak: this.#peak.reading ?? reading, overTime: this.#overTime.items },
      sites: [...this.#streams.sites.values()].map((site) => site.snapshot()),
      opened: [...this.#streams.findOpened(), ...(unseen(() => this.#servers.snapshot(isFinal)) ?? [])],
      retained: this.#retained.snapshot(atMs),
      notCovered: [
        ...(this.#streams.isCounting ? [] : ['the streams of Node.js cannot be counted on this version']),
        ...this.#streams.notCovered,
        ...(this.#isAttached && this.#threadId === 0 ? [RAN_BEFORE] : []),
        ...(this.#isAttached && this.#threadId === 0 && !this.#isDeep ? [NOT_SEARCHED] : []),
        ...(failure.message === undefined ? [] : [`what the doctor failed to count: ${failure.message}`]),
      ],
    };
  }
}

/** Of two neighbours, so that no peak is thinned out. */
const higherOf = (earlier: DoctorReading, later: DoctorReading): DoctorReading =>
  earlier.arrayBuffersBytes > later.arrayBuffersBytes ? earlier : later;
