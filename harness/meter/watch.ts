import type { CounterReport } from '../protocol.ts';
import type { StreamCounters, Watch } from '../scenario.ts';
import { FirstCall } from './call-site.ts';
import { addTotals, joinDuplex, joinTransform, type Meter, type StreamTotals } from './meter.ts';
import { hasReadableSide, ReadableMeter, type ReadableSide } from './readable-meter.ts';
import { isWebStream, meterWebStream } from './web-stream-meter.ts';
import { hasWritableSide, WritableMeter, type WritableSide } from './writable-meter.ts';

/** All streams with one label: watched one by one, counted together. */
interface Label {
  /** No stream counts twice under one label. */
  readonly streams: WeakSet<object>;
  /** The totals of the streams that have ended. */
  closed: StreamTotals | undefined;
  readonly firstCall: FirstCall;
  countsChunks: boolean;
  /** The sum of what its streams had buffered when each was last read. */
  seenBytes: number;
  seenChunks: number;
  peakBytes: number;
  peakChunks: number;
}

interface Watched {
  readonly meter: Meter;
  readonly label: Label;
  /** Whether it counts in the sum over all streams: only once, even if two labels watch it. */
  readonly isFirst: boolean;
  isOpen: boolean;
  seenBytes: number;
  seenChunks: number;
}

/** Counts exactly what the watched streams buffer, for each label and for all together. */
export class Watcher {
  readonly #labels = new Map<string, Label>();
  readonly #streams = new WeakSet<object>();
  readonly #recorded = new Map<string, number>();
  #open: Watched[] = [];
  /** The index in `#open` of the stream to check next. */
  #next = 0;
  #last: Watched | undefined;
  #seenBytes = 0;
  #peakBytes = 0;
  #hasUncounted = false;
  #report: CounterReport | undefined;

  /** Whether a watched stream could not be counted on this version of Node. */
  get hasUncounted(): boolean {
    return this.#hasUncounted;
  }

  /** What the watched streams buffer at this moment. */
  get bufferedBytes(): number {
    return this.#open
      .filter(({ isFirst, isOpen }) => isFirst && isOpen)
      .reduce((sum, { meter }) => sum + meter.heldBytes(), 0);
  }

  readonly watch: Watch = (name, stream) => {
    if (this.#report === undefined) this.#count(name, stream);
    return stream;
  };

  readonly record = (name: string, value: number): void => {
    if (!Number.isFinite(value))
      throw new RangeError(`record('${name}', ${value}): only a finite number can be recorded`);
    this.#recorded.set(name, value);
  };

  /**
   * The final counters. The streams are released, so that their buffers are not counted as memory that the scenario
   * retains; for the same reason, streams of a later round are not counted.
   */
  report(): CounterReport {
    this.#report ??= {
      byLabel: Object.fromEntries([...this.#labels].map(([name, label]) => [name, this.#countersOf(label)])),
      ...this.#describeFirstCalls(),
      ...(this.#last !== undefined && {
        peakBufferedBytes: this.#peakBytes,
        bytesDelivered: this.#last.meter.totals().bytesOut,
      }),
      recorded: Object.fromEntries(this.#recorded),
    };
    this.#open = [];
    this.#last = undefined;
    return this.#report;
  }

  #describeFirstCalls(): Pick<CounterReport, 'firstAfterFalse'> {
    const calls = [...this.#labels].flatMap(
      ([
        name,
        {
          firstCall: { call },
        },
      ]) => (call === undefined ? [] : [[name, call] as const]),
    );
    return calls.length === 0 ? {} : { firstAfterFalse: Object.fromEntries(calls) };
  }

  #count(name: string, stream: object): void {
    const label = this.#labels.get(name) ?? makeLabel();
    if (label.streams.has(stream)) return;
    const meter = meterStream(stream, () => this.#look(watched), label.firstCall);
    if (meter === undefined) {
      this.#hasUncounted = true;
      return;
    }
    this.#letGoOfSome();
    const isFirst = !this.#streams.has(stream);
    const watched: Watched = { meter, label, isFirst, isOpen: true, seenBytes: 0, seenChunks: 0 };
    this.#labels.set(name, label);
    this.#streams.add(stream);
    label.streams.add(stream);
    label.countsChunks ||= meter.heldChunks !== undefined;
    this.#open.push(watched);
    this.#last = watched;
    this.#look(watched);
  }

  /**
   * Runs at each write and push. The other streams can only have less buffered than when they were last read: they are
   * read in turn, for as long as the sum of what was read would be a new peak. If it still is after all of them, it is.
   */
  #look(watched: Watched): void {
    if (!watched.isOpen) return;
    this.#see(watched);
    const { label } = watched;
    for (let others = this.#open.length - 1; others > 0 && this.#isAbovePeak(label); others -= 1) {
      this.#see(this.#nextBut(watched));
    }
    if (this.#seenBytes > this.#peakBytes) this.#peakBytes = this.#seenBytes;
    if (label.seenBytes > label.peakBytes) label.peakBytes = label.seenBytes;
    if (label.seenChunks > label.peakChunks) label.peakChunks = label.seenChunks;
  }

  #see(watched: Watched): void {
    const { meter, label } = watched;
    const heldBytes = meter.heldBytes();
    const moreBytes = heldBytes - watched.seenBytes;
    watched.seenBytes = heldBytes;
    label.seenBytes += moreBytes;
    if (watched.isFirst) this.#seenBytes += moreBytes;
    if (meter.heldChunks === undefined) return;
    const heldChunks = meter.heldChunks();
    label.seenChunks += heldChunks - watched.seenChunks;
    watched.seenChunks = heldChunks;
  }

  #isAbovePeak(label: Label): boolean {
    return (
      this.#seenBytes > this.#peakBytes ||
      label.seenBytes > label.peakBytes ||
      label.seenChunks > label.peakChunks
    );
  }

  #nextBut(watched: Watched): Watched {
    this.#next = (this.#next + 1) % this.#open.length;
    const next = this.#open[this.#next];
    return next === undefined || next === watched ? this.#nextBut(watched) : next;
  }

  /** Web Streams do not report their end. So each new stream makes two others be checked, and none is retained for long. */
  #letGoOfSome(): void {
    for (let requested = 0; requested < 2; requested += 1) {
      this.#next = (this.#next + 1) % Math.max(1, this.#open.length);
      const watched = this.#open[this.#next];
      if (watched?.meter.isOver() === true) this.#letGo(watched);
    }
  }

  #letGo(watched: Watched): void {
    const { meter, label } = watched;
    watched.isOpen = false;
    this.#open = this.#open.filter((other) => other !== watched);
    label.seenBytes -= watched.seenBytes;
    label.seenChunks -= watched.seenChunks;
    if (watched.isFirst) this.#seenBytes -= watched.seenBytes;
    label.closed = label.closed === undefined ? meter.totals() : addTotals(label.closed, meter.totals());
  }

  #countersOf(label: Label): StreamCounters {
    const open = this.#open.filter((watched) => watched.label === label).map(({ meter }) => meter.totals());
    const all = label.closed === undefined ? open : [label.closed, ...open];
    const { highWaterMarkBytes, ...totals } = all.reduce(addTotals);
    return {
      peakBufferedBytes: label.peakBytes,
      ...(label.countsChunks && { peakBufferedChunks: label.peakChunks }),
      ...(highWaterMarkBytes !== undefined && { highWaterMarkBytes }),
      ...totals,
    };
  }
}

const makeLabel = (): Label => ({
  streams: new WeakSet(),
  closed: undefined,
  firstCall: new FirstCall(),
  countsChunks: false,
  seenBytes: 0,
  seenChunks: 0,
  peakBytes: 0,
  peakChunks: 0,
});

function meterStream(stream: object, changed: () => void, firstCall: FirstCall): Meter | undefined {
  if (typeof stream === 'object' && stream !== null) {
    if (hasWritableSide(stream) || hasReadableSide(stream))
      return meterNodeStream(stream, changed, firstCall);
    // Checked last: the first reference to a Web Stream makes Node load all of them.
    if (isWebStream(stream)) return meterWebStream(stream, changed, firstCall);
  }
  throw new TypeError(
    'watch(label, stream): the second argument is neither a Node.js stream nor a Web Stream',
  );
}

/** Counts from now on what `stream` buffers; calls `changed` after everything that can have increased it. */
function meterNodeStream(
  stream: WritableSide | ReadableSide,
  changed: () => void,
  firstCall: FirstCall,
): Meter {
  if (!hasWritableSide(stream)) return new ReadableMeter(stream, changed, firstCall);
  const writable = new WritableMeter(stream, changed, firstCall);
  if (!hasReadableSide(stream)) return writable;
  const readable = new ReadableMeter(stream, changed, firstCall);
  return '_transform' in stream ? joinTransform(writable, readable) : joinDuplex(writable, readable);
}
