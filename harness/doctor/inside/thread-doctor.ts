/** The doctor inside a thread: when to read memory, and when to write down what is known. */
import { now } from '../../meter/clock.ts';
import type { DoctorReading, ThreadSnapshot } from '../snapshot.ts';
import { EveryStream } from './every-stream.ts';
import { Journal } from './journal.ts';
import { LiveMemory } from './live-memory.ts';
import { beforeExitListeners } from './unseen/before-exit-listeners.ts';
import { SleepingTimer } from './unseen/sleeping-timer.ts';
import { failure, unseen } from './unseen/unseen.ts';
import { threadIdOf } from './workers.ts';

/** Rarer as time goes by, but never so rare that the last one is of no use. */
const MIN_INTERVAL_MS = 250;
const MAX_INTERVAL_MS = 5000;
const SHARE_OF_UPTIME = 0.02;
/** Memory can end long before the next snapshot is due: one is written each time that twice as much is buffered. */
const MIN_DOUBLED_BYTES = 8 * 1024 * 1024;
/** Reading memory takes as long as some ten stacks: once for each quarter more in what is buffered. */
const MIN_STEP_BYTES = 1024 * 1024;
const STEP = 1.25;

const ABOUT = 0.95;

// The program may replace them.
const { memoryUsage, uptime } = process;

export class ThreadDoctor {
  readonly #streams = new EveryStream(() => this.#tick());
  readonly #journal: Journal;
  readonly #startedAt = new Date().toISOString();
  readonly #threadId = threadIdOf();
  #sequence = 0;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #writtenBytes = 0;
  #readBytes = 0;
  #peak: DoctorReading | undefined;
  readonly #live = new LiveMemory();
  readonly #timer = new SleepingTimer(() => void unseen(() => this.#tick()));
  #isTaking = false;

  constructor(folder: string) {
    this.#journal = new Journal(folder);
  }

  start(): void {
    this.#streams.start();
    this.#write(false);
    beforeExitListeners(() => unseen(() => this.#write(true)));
  }

  /** Called on the way of a call that was not taken: nothing here runs in a process without any. */
  #tick(): void {
    if (this.#isTaking) return;
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
    this.#isTaking = true;
    try {
      // What was dropped is not retained: a stream that is collected without having been closed is a fact.
      if (isFinal && this.#streams.hasManyOpen) collectGarbage();
      const reading = this.#read();
      this.#sequence += 1;
      this.#journal.write(this.#snapshot(reading, isFinal));
      this.#writtenAtMs = now();
      this.#writtenBytes = Math.max(this.#writtenBytes, reading.bufferedBytes);
    } finally {
      this.#isTaking = false;
    }
  }

  #read(): DoctorReading {
    this.#streams.settle();
    const { rss, heapUsed, external, arrayBuffers } = memoryUsage();
    const memory = { arrayBuffersBytes: arrayBuffers, bufferedBytes: this.#streams.total.bytes };
    const { leftBytes } = this.#streams;
    const reading: DoctorReading = {
      atMs: now(),
      rssBytes: rss,
      heapUsedBytes: heapUsed,
      externalBytes: external,
      ...memory,
      liveArrayBuffersBytes: this.#live.estimate({ ...memory, leftBytes }),
    };
    this.#readBytes = Math.max(this.#readBytes, reading.bufferedBytes);
    if (this.#isPeak(reading)) this.#peak = reading;
    return reading;
  }

  /** Of two that are about the same, the one in which more is known. */
  #isPeak({ liveArrayBuffersBytes: live, bufferedBytes }: DoctorReading): boolean {
    if (this.#peak === undefined) return true;
    const { liveArrayBuffersBytes: highest, bufferedBytes: known } = this.#peak;
    return bufferedBytes > known ? live >= ABOUT * highest : live > highest;
  }

  #snapshot(reading: DoctorReading, isFinal: boolean): ThreadSnapshot {
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
      memory: { now: reading, peak: this.#peak ?? reading },
      sites: [...this.#streams.sites.values()].map((site) => site.snapshot()),
      opened: this.#streams.findOpened(),
      notCovered: [
        ...(this.#streams.isCounting ? [] : ['the streams of Node.js cannot be counted on this version']),
        ...this.#streams.notCovered,
        ...(failure.message === undefined ? [] : [`what the doctor failed to count: ${failure.message}`]),
      ],
    };
  }
}

/** In a context of its own, and with a flag that is taken back: the program and other threads cannot see it. */
function collectGarbage(): void {
  const { setFlagsFromString } = process.getBuiltinModule('v8');
  const isExposed = process.execArgv.some((flag) => /^--expose[-_]gc$/.test(flag));
  setFlagsFromString('--expose-gc');
  const collect: () => void = process.getBuiltinModule('vm').runInNewContext('gc');
  if (!isExposed) setFlagsFromString('--no-expose-gc');
  collect();
}
