/**
 * Counts what is not a Node.js stream inside, by the field that has its length: streamx, Minipass and sonic-boom. Nothing
 * is prepared before such an object is watched.
 */
import { hideOwnFrames } from '../call-site.ts';
import { type Method, replaceMethod } from '../node/methods.ts';
import { closeWhenCollected } from '../sums/collected.ts';
import type { Member, Way } from '../sums/label.ts';
import { unwatched } from '../unwatched.ts';
import { LengthField } from './length-field.ts';

hideOwnFrames();

type Fields = Record<PropertyKey, unknown>;

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
          field.arrivingBytes = field.sizeOf(chunk);
        }
        return method.call(this, chunk);
      },
  );
  replaceMethod(Object.getPrototypeOf(state), 'updateNonPrimary', wrapStreamxUpdate);
  replaceBaseMethod(stream, 'destroy', wrapStreamxDestroy);
  return follow(stream, state, 'buffered', way, member, state.highWaterMark);
}

/** A destroyed stream leaves its queues as they were. */
const wrapStreamxDestroy = (method: Method): Method =>
  function destroy(this: object, ...args) {
    closeStreamx(this as Fields);
    return method.apply(this, args);
  };

/** A stream that ends destroys itself, and calls no destroy(). */
const wrapStreamxUpdate = (method: Method): Method =>
  function updateNonPrimary(this: object, ...args) {
    const { stream } = this as { readonly stream: Fields };
    if (stream.destroying === true) closeStreamx(stream);
    return method.apply(this, args);
  };

function closeStreamx({ _writableState, _readableState }: Fields): void {
  for (const state of [_writableState, _readableState]) if (isStreamx(state)) fields.get(state)?.atom.close();
}

/** Replaces the method of the last class in the chain of prototypes that has it. */
function replaceBaseMethod(stream: object, name: string, wrap: (method: Method) => Method): void {
  let base: object | undefined;
  for (let at: object | null = Object.getPrototypeOf(stream); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, name)) base = at;
  }
  if (base !== undefined) replaceMethod(base, name, wrap);
}

function followMinipass(stream: Fields, member: Member): boolean {
  const key = Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'bufferLength');
  if (key === undefined || typeof stream[key] !== 'number' || typeof stream.write !== 'function')
    return false;
  seeMinipass(Object.getPrototypeOf(stream));
  return follow(stream, stream, key, 'written', member, Number.NaN);
}

/**
 * For those who count every stream: a class that is about to make its first stream. One of Minipass or streamx is then
 * counted from its first use on.
 */
export function seeForeignClass(prototype: object): void {
  if ('bufferLength' in prototype) seeMinipass(prototype);
  if (!('_predestroy' in prototype)) return;
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    for (const name of ['write', 'push']) replaceMethod(at, name, wrapStreamxCall);
  }
}

function seeMinipass(prototype: object): void {
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    if (!Object.hasOwn(at, 'bufferLength')) continue;
    replaceMethod(at, 'write', wrapMinipassWrite);
    replaceMethod(at, 'end', wrapMinipassEnd);
    replaceMethod(at, 'emit', wrapMinipassEmit);
  }
}

/** Where every stream is counted, one that nobody watches is counted from its first use on. */
function fieldOf(stream: object): LengthField | undefined {
  const field = fields.get(stream);
  if (field !== undefined || unwatched.used === undefined) return field;
  unwatched.used(stream);
  return fields.get(stream);
}

const wrapStreamxCall = (method: Method): Method =>
  function call(this: object, ...args) {
    const { _writableState, _readableState } = this as Fields;
    const state = isStreamx(_writableState) ? _writableState : _readableState;
    if (isStreamx(state) && !fields.has(state)) unwatched.used?.(this);
    return method.apply(this, args);
  };

const wrapMinipassWrite = (method: Method): Method =>
  function write(this: object, ...args) {
    const field = fieldOf(this);
    if (field === undefined) return method.apply(this, args);
    const [chunk, encoding] = args;
    const bytes = field.sizeOf(chunk, encoding);
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

const wrapMinipassEnd = (method: Method): Method =>
  function end(this: object, ...args) {
    const result = method.apply(this, args);
    fields.get(this)?.noteEnd();
    return result;
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

interface LengthHolder {
  _len: number;
}

/** For those who count every stream: the class of sonic-boom. Its streams are counted from their first use on. */
export function seeSonicBoom(prototype: object): void {
  const lengths = new WeakMap<object, number>();
  Object.defineProperty(prototype, '_len', {
    configurable: true,
    get(this: LengthHolder) {
      return lengths.get(this);
    },
    set(this: LengthHolder, now: number) {
      const before = lengths.get(this);
      lengths.set(this, now);
      if (before === undefined || before === now) return;
      Object.defineProperty(this, '_len', {
        value: before,
        writable: true,
        enumerable: true,
        configurable: true,
      });
      unwatched.used?.(this);
      this._len = now;
    },
  });
}

/** Sees the field of this one object: its class may define it anew for every object. */
function follow(
  stream: Fields,
  owner: object,
  key: PropertyKey,
  way: Way,
  member: Member,
  highWaterMark: number,
): true {
  const known = fields.get(owner);
  if (known !== undefined) {
    if (!known.atom.isCountedBy(member.label)) known.atom.join(member);
    return true;
  }
  const streamRef = new WeakRef(stream);
  const field = new LengthField(way, member, highWaterMark, () => streamRef.deref()?.destroyed === true);
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
