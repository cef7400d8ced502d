import type { CounterReport } from '../protocol.ts';
import type { StreamCounters, Watch } from '../scenario.ts';
import type { Meter } from './meter.ts';
import { hasReadableSide, hasWritableSide, meterNodeStream } from './node-stream-meter.ts';
import { isWebStream, meterWebStream } from './web-stream-meter.ts';

/** All the streams of one label: watched one by one, counted together. */
interface Label {
  readonly meters: Meter[];
  peakBytes: number;
  peakChunks: number;
}

/** Counts exactly what the watched streams hold, each label for itself and all together. */
export class Watcher {
  readonly #labels = new Map<string, Label>();
  readonly #recorded = new Map<string, number>();
  #last: Meter | undefined;
  #peakBytes = 0;
  #hasUncounted = false;

  /** Whether a stream was watched that this version of Node lets nobody look into. */
  get hasUncounted(): boolean {
    return this.#hasUncounted;
  }

  readonly watch: Watch = (label, stream) => {
    const meter = this.#meter(stream);
    if (meter === undefined) {
      this.#hasUncounted = true;
      return stream;
    }
    const entry = this.#labels.get(label) ?? { meters: [], peakBytes: 0, peakChunks: 0 };
    this.#labels.set(label, entry);
    entry.meters.push(meter);
    this.#last = meter;
    this.#look();
    return stream;
  };

  readonly record = (name: string, value: number): void => {
    if (!Number.isFinite(value))
      throw new RangeError(`record('${name}', ${value}): only a finite number can be recorded`);
    this.#recorded.set(name, value);
  };

  report(): CounterReport {
    return {
      byLabel: Object.fromEntries([...this.#labels].map(([name, label]) => [name, countersOf(label)])),
      peakBufferedBytes: this.#peakBytes,
      bytesDelivered: this.#last?.totals().bytesOut ?? 0,
      recorded: Object.fromEntries(this.#recorded),
    };
  }

  #meter(stream: object): Meter | undefined {
    if (isWebStream(stream)) return meterWebStream(stream, this.#look);
    if (hasWritableSide(stream) || hasReadableSide(stream)) return meterNodeStream(stream, this.#look);
    throw new TypeError(
      'watch(label, stream): the second argument is neither a Node.js stream nor a Web Stream',
    );
  }

  /** Reads every stream, because one may have emptied since it was last looked at; runs at each write and push. */
  readonly #look = (): void => {
    let totalBytes = 0;
    for (const label of this.#labels.values()) {
      let [heldBytes, heldChunks] = [0, 0];
      for (const meter of label.meters) {
        heldBytes += meter.heldBytes();
        if (meter.heldChunks !== undefined) heldChunks += meter.heldChunks();
      }
      if (heldBytes > label.peakBytes) label.peakBytes = heldBytes;
      if (heldChunks > label.peakChunks) label.peakChunks = heldChunks;
      totalBytes += heldBytes;
    }
    if (totalBytes > this.#peakBytes) this.#peakBytes = totalBytes;
  };
}

function countersOf(label: Label): StreamCounters {
  const totals = label.meters.map((meter) => meter.totals());
  const add = (read: (total: (typeof totals)[number]) => number): number =>
    totals.reduce((sum, total) => sum + read(total), 0);
  const countsBytes = totals.every((total) => total.highWaterMarkBytes !== undefined);
  const countsChunks = label.meters.some((meter) => meter.heldChunks !== undefined);
  return {
    peakBufferedBytes: label.peakBytes,
    ...(countsChunks && { peakBufferedChunks: label.peakChunks }),
    ...(countsBytes && { highWaterMarkBytes: add((total) => total.highWaterMarkBytes ?? 0) }),
    writesAfterFalse: add((total) => total.writesAfterFalse),
    pushesAfterFalse: add((total) => total.pushesAfterFalse),
    drains: add((total) => total.drains),
    fullMs: add((total) => total.fullMs),
    bytesIn: add((total) => total.bytesIn),
    bytesOut: add((total) => total.bytesOut),
  };
}
