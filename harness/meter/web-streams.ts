/** Counts Web Streams. */
import { Atom } from './atom.ts';
import type { Member } from './label.ts';
import type { Meter, StreamTotals } from './meter.ts';
import { isWebStream, meterWebStream } from './web-stream-meter.ts';

interface Polled {
  readonly meter: Meter;
  readonly atom: Atom;
  totals: StreamTotals | undefined;
}

const polled = new Set<Polled>();
const known = new WeakMap<object, Polled>();

/** Undefined if it is not a Web Stream; false if it cannot be counted on this Node. */
export function watchWebStream(stream: object, member: Member): boolean | undefined {
  if (!isWebStream(stream)) return undefined;
  const before = known.get(stream);
  if (before !== undefined) {
    if (!before.atom.isCountedBy(member.label)) before.atom.join(member);
    return true;
  }
  const meter = meterWebStream(stream, pollWebStreams, member.label.firstCall);
  if (meter === undefined) return false;
  const atom = new Atom('pushed', member, meter.heldChunks !== undefined);
  const entry: Polled = { meter, atom, totals: undefined };
  polled.add(entry);
  known.set(stream, entry);
  poll(entry);
  return true;
}

export function pollWebStreams(): void {
  for (const entry of polled) poll(entry);
}

function poll(entry: Polled): void {
  const { meter, atom } = entry;
  const totals = meter.totals();
  atom.setMark(totals.highWaterMarkBytes);
  atom.pass(
    totals.bytesIn - (entry.totals?.bytesIn ?? 0),
    totals.bytesOut - (entry.totals?.bytesOut ?? 0),
  );
  atom.addDrains(totals.drains - (entry.totals?.drains ?? 0));
  for (let n = entry.totals?.writesAfterFalse ?? 0; n < totals.writesAfterFalse; n += 1)
    atom.noteAfterFalse('write', poll);
  for (let n = entry.totals?.pushesAfterFalse ?? 0; n < totals.pushesAfterFalse; n += 1)
    atom.noteAfterFalse('push', poll);
  entry.totals = totals;
  atom.hold(meter.heldBytes() - atom.bytes, (meter.heldChunks?.() ?? 0) - atom.chunks);
  if (meter.isOver()) polled.delete(entry);
}
