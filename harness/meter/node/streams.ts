/** Counts Node.js streams: see node-state.ts. */
import type { Readable, Writable } from 'node:stream';
import type { Atom } from '../sums/atom.ts';
import { closeWhenCollected } from '../sums/collected.ts';
import { Label, type Member, REST, Sum, type Way } from '../sums/label.ts';
import { settle } from '../sums/recent.ts';
import { sizeOfChunk } from '../sums/sizes.ts';
import type { ReadableState, State, WaitingChunk, WritableState } from './internals.ts';
import { isReplaced, type NodeStream, replaceMethod, type Wrap, wrapTransformWrite } from './methods.ts';
import { ReadableSide } from './readable-side.ts';
import { arrival } from './side.ts';
import {
  attachReadable,
  attachWritable,
  readableAccessor,
  readableSideOf,
  writableAccessor,
  writableSideOf,
} from './state.ts';
import { seeLength, seeLengths, WRAPS } from './stream-copies.ts';
import { confirm, WritableSide } from './writable-side.ts';
import { followWrite } from './write-elsewhere.ts';

interface WithStates {
  readonly WritableState: { readonly prototype: object };
  readonly ReadableState: { readonly prototype: object };
}

let isSeen: boolean | undefined;

/** Whether lengths are seen on this Node: tried once. Undefined as long as Node's streams are not loaded. */
export const areNodeStreamsSeen = (): boolean | undefined => isSeen;

/** To be called when a program has loaded its modules. Node's stream module is never loaded for this. */
export function seeNodeStreams(): void {
  if (isSeen !== undefined || !isLoaded('stream')) return;
  const { Duplex, Readable, Transform, Writable } = process.getBuiltinModule('stream');
  for (const { prototype } of [Writable, Duplex, Readable]) {
    for (const [name, wrap] of Object.entries(WRAPS)) replaceMethod(prototype, name, wrap);
  }
  replaceMethod(Transform.prototype, '_write', wrapTransformWrite);
  seeLengths((Writable as unknown as WithStates).WritableState.prototype, writableAccessor);
  seeLengths((Readable as unknown as WithStates).ReadableState.prototype, readableAccessor);
  arrival.seenBy = writableAccessor.set as typeof arrival.seenBy;
  // Without a destroy() that calls back, nothing is left to do in the next tick, which would show in a program's stacks.
  isSeen = trySeeing(
    new Writable({ write: () => {}, destroy: () => {} }),
    new Readable({ read: () => {}, destroy: () => {} }),
  );
}

/** Whether a module of Node has been loaded by anybody. The list of another runtime is empty, and says nothing. */
export function isLoaded(name: string): boolean {
  const { moduleLoadList = [] } = process as { readonly moduleLoadList?: readonly string[] };
  return moduleLoadList.length === 0 || moduleLoadList.includes(`NativeModule ${name}`);
}

/** Counts a stream for a label from now on. False if it is not a Node.js stream. */
export function watchNodeStream(stream: object, member: Member): boolean {
  seeNodeStreams();
  const { _writableState: written, _readableState: read } = insideOf(stream as NodeStream);
  const isDuplex = isState(written) && isState(read);
  const isTransform = '_transform' in stream || stream.constructor?.name === 'Duplexify';
  const isOneWay = !isDuplex || isTransform;
  const writable = isState(written)
    ? watchWritable(stream, written, isTransform ? 'entered' : 'written', member)
    : undefined;
  const readWay: Way = isTransform ? 'left' : isDuplex ? 'received' : 'pushed';
  const readable = isState(read) ? watchReadable(stream, read, readWay, member) : undefined;
  if (isOneWay) writable?.countHighWaterMark();
  if (isOneWay) readable?.countHighWaterMark();
  if (isTransform && writable !== undefined && readable !== undefined) {
    writable.pair(readable);
    readable.mate = writable;
  }
  if (readable !== undefined) followOnread(stream, readable);
  if (writable !== undefined && isState(written)) followWriteOf(stream, written, writable.atom, member);
  if (writable !== undefined || readable !== undefined) seeOwnDestroy(stream);
  // One that has ended does not report its end again.
  if (isState(written) && written.destroyed === true) writable?.close(written);
  if (isState(read) && read.destroyed === true) readable?.close();
  return writable !== undefined || readable !== undefined;
}

/** Replaces the destroy() of a class that has its own. */
function seeOwnDestroy(stream: object): void {
  if (isReplaced((stream as { readonly destroy?: unknown }).destroy)) return;
  let prototype: object | null = stream;
  while (prototype !== null && !Object.hasOwn(prototype, 'destroy'))
    prototype = Object.getPrototypeOf(prototype);
  // One that a single stream has, as process.stdout does, is left as it is.
  if (prototype === null || prototype === stream) return;
  if (Object.getOwnPropertyDescriptor(prototype, 'destroy')?.configurable === true)
    replaceMethod(prototype, 'destroy', wrapOwnDestroy);
}

/** A class's own destroy(), such as that of duplexify, need not call that of the stream module. */
const wrapOwnDestroy: Wrap = (method) =>
  function destroy(this: NodeStream, ...args) {
    const result = method.apply(this, args);
    confirm();
    const { _writableState: written, _readableState: read } = this;
    if (written?.destroyed) writableSideOf(written)?.close(written);
    if (read?.destroyed) readableSideOf(read)?.close();
    return result;
  };

/** For those who count every stream: one that another copy of the stream module makes. False if a side is missing. */
export function seeCopy(stream: NodeStream): boolean {
  const { _writableState: written, _readableState: read } = stream;
  if (isState(written)) seeLength(stream, written, writableAccessor);
  if (isState(read)) seeLength(stream, read, readableAccessor);
  return 'write' in stream === isState(written) && 'push' in stream === isState(read);
}

/** A socket with `onread` passes what it receives to a function, which it has under a symbol, and pushes nothing. */
function followOnread(stream: object, side: ReadableSide): void {
  // To list the symbols of a stream takes longer than all else here.
  if (!('connecting' in stream)) return;
  const key = Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'kBufferCb');
  const fields = stream as Record<symbol, ((bytes: number, buffer: unknown) => unknown) | undefined | null>;
  const receive = key && fields[key];
  if (!key || typeof receive !== 'function' || received.has(receive)) return;
  const counted = function (this: unknown, bytes: number, buffer: unknown): unknown {
    if (bytes > 0) side.atom.pass(bytes, bytes);
    return receive.call(this, bytes, buffer);
  };
  received.add(counted);
  fields[key] = counted;
}

const received = new WeakSet<object>();

/** A write() that is not that of the stream module may lead to another queue. */
export function followWriteOf(stream: object, state: object, atom: Atom, member: Member): void {
  if (isReplaced((stream as { readonly write?: unknown }).write)) return;
  followWrite(stream, { state, atom, members: [member], follow }, isReplaced);
}

const follow = (inner: object, member: Member): void => {
  const { atom } = watchWritable({}, inner as WritableState, 'written', REST);
  atom.join(member);
};

/** One side of a stream; the connection of an HTTP message, too. */
export function watchWritable(stream: object, state: WritableState, way: Way, member: Member): WritableSide {
  seeLength(stream, state, writableAccessor);
  const known = writableSideOf(state);
  if (known !== undefined) {
    if (!known.atom.isCountedBy(member.label)) known.atom.join(member);
    return known;
  }
  const side = new WritableSide(way, member, state);
  // Before anybody can hear of it.
  attachWritable(state, side);
  if (state.destroyed !== true) beginWritten(side, state);
  closeWhenCollected(side.token, side.atom, side.atom);
  return side;
}

function watchReadable(stream: object, state: ReadableState, way: Way, member: Member): ReadableSide {
  seeLength(stream, state, readableAccessor);
  const known = readableSideOf(state);
  if (known !== undefined) {
    if (!known.atom.isCountedBy(member.label)) known.atom.join(member);
    return known;
  }
  const side = new ReadableSide(way, member, state);
  attachReadable(state, side);
  if (state.destroyed !== true) side.begin(chunksPushed(state));
  closeWhenCollected(side.token, side.atom, side.atom);
  return side;
}

/** The response of an HTTP/2 server writes into a stream. */
function insideOf(
  stream: NodeStream & { readonly stream?: NodeStream; readonly writableLength?: unknown },
): NodeStream {
  const isWrapped =
    !stream._writableState && !stream._readableState && typeof stream.writableLength === 'number';
  return isWrapped && stream.stream ? { _writableState: stream.stream._writableState ?? null } : stream;
}

const isState = <S extends State>(state: S | null | undefined): state is S =>
  typeof state === 'object' && state !== null && typeof state.length === 'number';

/** What is buffered already, with the chunk that the sink is at work on: that one's size is not known in object mode. */
function beginWritten(side: WritableSide, state: WritableState): void {
  const waiting = (state.getBuffer?.() ?? []).filter(isWaiting).map(({ chunk, encoding }) => ({
    units: unitsOf(state, chunk),
    bytes: sizeOfChunk(chunk, state.objectMode ? undefined : encoding),
  }));
  const units = state.length - waiting.reduce((sum, chunk) => sum + chunk.units, 0);
  if (state.objectMode) for (let n = 0; n < units; n += 1) side.atom.noteUnsized();
  side.begin([{ units, bytes: state.objectMode ? 0 : units }, ...waiting]);
  if (state.needDrain) side.beginFull(state);
}

/** While Node passes one chunk after the other to the sink, those that it has passed are null. */
const isWaiting = (entry: WaitingChunk | null): entry is WaitingChunk => entry !== null;

function chunksPushed(state: ReadableState) {
  return [...listOf(state.buffer)]
    .slice(state.bufferIndex ?? 0)
    .map((chunk) => ({ units: unitsOf(state, chunk), bytes: sizeOfChunk(chunk) }));
}

/** An array, or a linked list: that of older copies cannot be iterated. */
function listOf(buffer: ReadableState['buffer']): Iterable<unknown> {
  if (buffer === undefined || Symbol.iterator in buffer) return buffer ?? [];
  const chunks: unknown[] = [];
  for (let entry = buffer.head; entry; entry = entry.next) chunks.push(entry.data);
  return chunks;
}

const unitsOf = (state: State, chunk: unknown): number =>
  state.objectMode ? 1 : (chunk as { readonly length: number }).length;

function trySeeing(writable: Writable, readable: Readable): boolean {
  const member: Member = { label: new Label(), total: new Sum() };
  isSeen = false;
  watchNodeStream(writable, member);
  watchNodeStream(readable, member);
  writable.write(Buffer.alloc(2));
  // Nor is there more to read.
  Object.assign((readable as NodeStream)._readableState ?? {}, { readingMore: true });
  readable.push(Buffer.alloc(3));
  settle();
  const { bytes, peakBytes } = member.label;
  writable.destroy();
  readable.destroy();
  settle();
  return bytes === 5 && peakBytes === 5 && member.label.bytes === 0;
}
