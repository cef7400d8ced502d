/**
 * Counts what is not a Node.js stream inside, by the field that has its length: streamx, Minipass and sonic-boom. Nothing
 * is prepared before such an object is watched.
 */
import { Atom } from './atom.ts';
import { hideOwnFrames } from './call-site.ts';
import { closeWhenCollected } from './collected.ts';
import type { Member, Way } from './label.ts';
import { type Method, replaceMethod } from './node-methods.ts';
import { ChunkSizes, sizeOfChunk } from './sizes.ts';

hideOwnFrames();

type Fields = Record<PropertyKey, unknown>;

/** One field that is the length of a queue. It refers to no stream. */
class LengthField {
  readonly atom: Atom;
  readonly token = {};
  /** The size of the chunk that comes in, NaN if the length says it. */
  arrivingBytes = Number.NaN;
  hasArrived = false;
  isFull = false;
  readonly #isWritten: boolean;
  readonly #highWaterMark: number;
  readonly #isGone: () => boolean;
  #sizes: ChunkSizes | undefined;

  constructor(way: Way, member: Member, highWaterMark: number, isGone: () => boolean) {
    this.#isWritten = way !== 'received' && way !== 'pushed' && way !== 'left';
    this.#highWaterMark = highWaterMark;
    this.#isGone = isGone;
    this.atom = new Atom(way, member);
    if (Number.isFinite(highWaterMark)) this.atom.setMark(highWaterMark);
  }

  change(before: number, now: number, below: Method): void {
    if (now > before) this.#grow(before, now, below);
    else if (now < before) this.#shrink(before, now);
  }

  /** The program was told to wait, or need not any longer. */
  setFull(isFull: boolean): void {
    if (this.isFull && !isFull && this.#isWritten) this.atom.addDrains(1);
    this.isFull = isFull;
    if (isFull) this.atom.becomeFull();
    else this.atom.stopClock();
  }

  noteAfterFalse(below: Method): void {
    if (this.isFull) this.atom.noteAfterFalse(this.#isWritten ? 'write' : 'push', below as never);
  }

  #grow(before: number, now: number, below: Method): void {
    const units = now - before;
    const bytes = Number.isNaN(this.arrivingBytes) ? units : this.arrivingBytes;
    this.arrivingBytes = Number.NaN;
    this.hasArrived = true;
    if (this.#sizes === undefined && bytes !== units) {
      this.#sizes = new ChunkSizes();
      this.#sizes.add(before, before);
    }
    this.#sizes?.add(units, bytes);
    const hasMark = Number.isFinite(this.#highWaterMark);
    if (hasMark) this.noteAfterFalse(below);
    this.atom.take(bytes, 0);
    if (hasMark && now >= this.#highWaterMark) this.setFull(true);
  }

  #shrink(before: number, now: number): void {
    const units = before - now;
    const bytes = this.#sizes?.leave(units) ?? units;
    if (this.#isGone()) this.atom.hold(-bytes, 0);
    else this.atom.give(bytes, 0);
    if (!Number.isFinite(this.#highWaterMark) || !this.isFull) return;
    if (this.#isWritten ? now === 0 : now < this.#highWaterMark) this.setFull(false);
  }
}

const fields = new WeakMap<object, LengthField>();
/** Counts an object for a label from now on. False if none of the lengths was found that are looked for. */
export function watchForeignStream(stream: object, member: Member): boolean {
  const object = stream as Fields;
  const isDuplex = isStreamx(object._writableState) && isStreamx(object._readableState);
  const isTransform = '_transform' in stream;
  const found = [
    isStreamx(object._writableState) &&
      followStreamx(object, object._writableState, isTransform ? 'entered' : 'written', member),
    isStreamx(object._readableState) &&
      followStreamx(
        object,
        object._readableState,
        isTransform ? 'left' : isDuplex ? 'received' : 'pushed',
        member,
      ),
    followMinipass(object, member),
    followSonicBoom(object, member),
  ];
  return found.includes(true);
}

interface StreamxState {
  buffered: number;
  readonly highWaterMark: number;
}

const isStreamx = (state: unknown): state is StreamxState & object =>
  typeof state === 'object' &&
  state !== null &&
  'buffered' in state &&
  typeof state.buffered === 'number' &&
  'queue' in state;

function followStreamx(stream: Fields, state: StreamxState & object, way: Way, member: Member): true {
  // Anything but a typed array counts as 1 KiB there.
  replaceMethod(
    Object.getPrototypeOf(state),
    'push',
    (method) =>
      function push(this: object, chunk) {
        const field = fields.get(this);
        if (field !== undefined && chunk !== null && !ArrayBuffer.isView(chunk)) {
          field.arrivingBytes = sizeOfChunk(chunk, undefined, field.atom);
        }
        return method.call(this, chunk);
      },
  );
  return follow(stream, state, 'buffered', way, member, state.highWaterMark);
}

function followMinipass(stream: Fields, member: Member): boolean {
  const key = Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'bufferLength');
  if (key === undefined || typeof stream[key] !== 'number' || typeof stream.write !== 'function')
    return false;
  for (let at: object | null = Object.getPrototypeOf(stream); at !== null; at = Object.getPrototypeOf(at)) {
    if (!Object.hasOwn(at, 'bufferLength')) continue;
    replaceMethod(at, 'write', wrapMinipassWrite);
    replaceMethod(at, 'emit', wrapMinipassEmit);
  }
  return follow(stream, stream, key, 'written', member, Number.NaN);
}

const wrapMinipassWrite = (method: Method): Method =>
  function write(this: object, ...args) {
    const field = fields.get(this);
    if (field === undefined) return method.apply(this, args);
    const [chunk, encoding] = args;
    const bytes = sizeOfChunk(chunk, encoding, field.atom);
    field.noteAfterFalse(write);
    field.arrivingBytes = bytes;
    field.hasArrived = false;
    const isFlowing = method.apply(this, args);
    // What flows is not buffered.
    if (!field.hasArrived) field.atom.pass(bytes, bytes);
    field.arrivingBytes = Number.NaN;
    if (isFlowing === false) field.setFull(true);
    return isFlowing;
  };

const wrapMinipassEmit = (method: Method): Method =>
  function emit(this: object, ...args) {
    if (args[0] === 'drain') fields.get(this)?.setFull(false);
    return method.apply(this, args);
  };

function followSonicBoom(stream: Fields, member: Member): boolean {
  const isSonicBoom =
    typeof stream._len === 'number' && typeof stream._hwm === 'number' && Array.isArray(stream._bufs);
  return isSonicBoom && follow(stream, stream, '_len', 'written', member, stream._hwm as number);
}

/** Sees the field of this one object: its class may define it anew for every object. */
function follow(
  stream: Fields,
  owner: object,
  key: PropertyKey,
  way: Way,
  member: Member,
  mark: number,
): true {
  const known = fields.get(owner);
  if (known !== undefined) {
    if (!known.atom.isCountedBy(member.label)) known.atom.join(member);
    return true;
  }
  const streamRef = new WeakRef(stream);
  const field = new LengthField(way, member, mark, () => streamRef.deref()?.destroyed === true);
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  let length = Number(descriptor?.value ?? 0);
  if (length > 0) field.atom.take(length, 0);
  fields.set(owner, field);
  closeWhenCollected(field.token, field.atom, field.atom);
  const set = (next: number): void => {
    const before = length;
    length = next;
    field.change(before, next, set as never);
  };
  const enumerable = descriptor?.enumerable === true;
  Object.defineProperty(owner, key, { configurable: true, enumerable, get: () => length, set });
  return true;
}
