/**
 * Counts HTTP messages that are sent: responses of a server and requests of a client. They are not Node.js streams inside.
 * Node's http is never loaded here: its classes are prepared when the first message is watched.
 */
import type { CalledMethod } from '../../protocol.ts';
import { hideOwnFrames } from '../call-site.ts';
import type { WritableState } from '../node/internals.ts';
import { isReplaced, replaceMethod } from '../node/methods.ts';
import { writableSideOf } from '../node/state.ts';
import { followWriteOf, isLoaded, watchWritable } from '../node/streams.ts';
import { WORTH_COUNTING_BYTES } from '../node/unwatched.ts';
import { calling } from '../node/write-elsewhere.ts';
import { closeWhenCollected } from '../sums/collected.ts';
import { type Member, REST } from '../sums/label.ts';
import { sizeOfChunk } from '../sums/sizes.ts';
import { unwatched } from '../unwatched.ts';
import { HttpMessage } from './http-message.ts';
import { MessageCell } from './message-cell.ts';

hideOwnFrames();

interface Message {
  readonly destroyed: boolean;
  readonly finished: boolean;
  readonly socket: Connection | null;
  readonly writableNeedDrain: boolean;
  readonly writableHighWaterMark: number;
  readonly writableLength: number;
  readonly _hasBody: boolean;
}

interface Connection {
  readonly _writableState?: WritableState;
}

type Call = (this: Message, ...args: unknown[]) => unknown;

const prepared = new WeakSet<object>();

/** Counts a message for a label from now on. Undefined if it is none; false if this runtime does not show what it buffers. */
export function watchHttpMessage(stream: object, member: Member): boolean | undefined {
  if (!('outputSize' in stream) || typeof stream.outputSize !== 'number') return undefined;
  const message = stream as unknown as Message;
  prepare(message);
  if (writesPast(message)) return false;
  const known = MessageCell.messageOf(message);
  if (known !== undefined) {
    known.join(member);
    followWriteOf(message, message, known.waiting, member);
    return true;
  }
  const counted = new HttpMessage(member, message.writableHighWaterMark);
  closeWhenCollected(MessageCell.attach(message, counted), counted, counted.waiting);
  connect(message, counted);
  counted.begin(MessageCell.waitingOf(message), MessageCell.turnOf(message));
  if (message.writableNeedDrain) counted.becomeFull(message);
  followWriteOf(message, message, counted.waiting, member);
  return true;
}

/** Bun's responses have a write() of their own, which passes everything to native code. */
function writesPast(message: object): boolean {
  // In Node it is a program that has replaced it, and what its own write() leads to is seen.
  if (process.versions.bun === undefined) return false;
  const { ServerResponse, ClientRequest } = process.getBuiltinModule('http');
  return [ServerResponse, ClientRequest].some(
    (ofRuntime) => message instanceof ofRuntime && !isReplaced(ofRuntime.prototype.write),
  );
}

/** If a program has loaded Node's http, whose classes are then prepared before its first message. */
export function prepareHttp(): void {
  if (!isLoaded('http')) return;
  const { OutgoingMessage, ServerResponse } = process.getBuiltinModule('http');
  // The name of one of the lengths is known from a message only.
  if (unwatched.used === undefined) prepare(new OutgoingMessage());
  else replaceMethods(OutgoingMessage.prototype);
  if (Object.hasOwn(ServerResponse.prototype, 'detachSocket'))
    replaceMethod(ServerResponse.prototype, 'detachSocket', wrapDetach as never);
}

/** A message, and its classes. */
function prepare(message: object): void {
  if (isPrepared(message)) return;
  for (let at: object | null = Object.getPrototypeOf(message); at !== null; at = Object.getPrototypeOf(at)) {
    if (prepared.has(at) || !Object.hasOwn(at, '_writeRaw') || !Object.hasOwn(at, '_flushOutput')) continue;
    prepared.add(at);
    replaceMethods(at);
    // Where every message can be counted, few are: the others are left as they are.
    if (unwatched.used === undefined) seeLengths(at, message);
  }
  for (let at: object | null = message; at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, 'detachSocket')) replaceMethod(at, 'detachSocket', wrapDetach as never);
  }
  for (const key of Reflect.ownKeys(message)) {
    const isTurn = typeof key === 'symbol' && key.description === 'kChunkedLength';
    if (key !== 'outputSize' && !isTurn) continue;
    const value: unknown = Reflect.get(message, key);
    Object.defineProperty(message, key, isTurn ? MessageCell.turn : MessageCell.waiting);
    Reflect.set(message, key, value);
  }
}

function replaceMethods(prototype: object): void {
  for (const [name, wrap] of Object.entries(WRAPS)) replaceMethod(prototype, name, wrap as never);
}

/** The lengths of all messages of the class are seen from the beginning. */
function seeLengths(prototype: object, message: object): void {
  Object.defineProperty(prototype, 'outputSize', becomeOwn('outputSize', MessageCell.waiting));
  const kLength = Object.getOwnPropertySymbols(message).find(
    ({ description }) => description === 'kChunkedLength',
  );
  if (kLength !== undefined) Object.defineProperty(prototype, kLength, becomeOwn(kLength, MessageCell.turn));
}

/** Its lengths are accessors, so that the classes were prepared before it was made, or itself was. */
const isPrepared = (message: object): boolean =>
  Object.getOwnPropertyDescriptor(message, 'outputSize')?.get !== undefined;

/** At its first assignment the property becomes one of the message: programs copy the keys of a response. */
const becomeOwn = (key: PropertyKey, own: PropertyDescriptor): PropertyDescriptor => ({
  ...own,
  enumerable: false,
  set(now: number) {
    Object.defineProperty(this, key, own);
    Reflect.set(this, key, now);
  },
});

const wrapWriting = (method: Call, name: CalledMethod): Call =>
  function write(this: Message, chunk, encoding, callback) {
    const counted = MessageCell.messageOf(this);
    if (counted !== undefined)
      return count(this, counted, { method, name, below: write }, [chunk, encoding, callback]);
    evict(this.socket);
    const result = method.call(this, chunk, encoding, callback);
    if (unwatched.used !== undefined && name === 'write' && isWorthCounting(this, result))
      unwatched.used(this);
    return result;
  };

/**
 * Where every stream is counted, a message that nobody watches is counted from when something stays in it. What end() adds
 * is over with it: it is counted where the connection buffers it.
 */
function isWorthCounting(message: Message, result: unknown): boolean {
  if (message.destroyed) return false;
  return result === false ? message.writableNeedDrain : message.writableLength >= WORTH_COUNTING_BYTES;
}

interface Counted {
  readonly method: Call;
  readonly name: CalledMethod;
  readonly below: Call;
}

function count(
  message: Message,
  counted: HttpMessage,
  { method, name, below }: Counted,
  args: unknown[],
): unknown {
  const [chunk, encoding] = args;
  calling.call?.reach(message);
  const isChunk = typeof chunk === 'string' || ArrayBuffer.isView(chunk);
  const isAccepted = isChunk && !message.destroyed && !message.finished && message._hasBody;
  const bytes = isAccepted ? sizeOfChunk(chunk, encoding) : 0;
  connect(message, counted);
  if (isAccepted) counted.takeIn(bytes, message.writableNeedDrain, name, below as never);
  if (typeof chunk === 'string') counted.moreBytes = bytes - chunk.length;
  if (name === 'end') counted.end();
  let wasTaken = false;
  try {
    const result = method.apply(message, args);
    wasTaken = message._hasBody;
    if (result === false && message.writableNeedDrain) counted.becomeFull(message);
    return result;
  } finally {
    counted.moreBytes = 0;
    if (isAccepted && !wasTaken) counted.passIn(-bytes);
  }
}

const WRAPS: Readonly<Record<string, (method: Call) => Call>> = {
  write: (method) => wrapWriting(method, 'write'),
  end: (method) => wrapWriting(method, 'end'),
  /** What waited for the connection gets it. */
  _flushOutput: (method) =>
    function _flushOutput(this: Message, socket) {
      const counted = MessageCell.messageOf(this);
      if (counted === undefined) evict(socket as Connection);
      else {
        connect({ socket: socket as Connection }, counted);
        counted.handOver(counted.waiting);
      }
      const isAccepted = method.call(this, socket);
      if (isAccepted === true && !this.finished) counted?.drain();
      return isAccepted;
    },
  uncork: (method) =>
    function uncork(this: Message) {
      const counted = MessageCell.messageOf(this);
      counted?.handOver(counted.turn);
      const result = method.call(this);
      // It was corked more than once: the turn is not over.
      counted?.turn.change(MessageCell.turnOf(this) - counted.turn.bytes, 0);
      return result;
    },
  destroy: (method) =>
    function destroy(this: Message, error) {
      MessageCell.messageOf(this)?.close();
      return method.call(this, error);
    },
};

/** A connection that is kept alive is the next message's. */
const wrapDetach = (method: Call): Call =>
  function detachSocket(this: Message, socket) {
    MessageCell.messageOf(this)?.close();
    return method.call(this, socket);
  };

function connect({ socket }: Pick<Message, 'socket'>, counted: HttpMessage): void {
  const state = socket?._writableState;
  if (!socket || !state) return;
  counted.connect(writableSideOf(state) ?? watchWritable(socket, state, 'written', REST));
}

/** The connection is that of a message that is not watched. */
function evict(socket: Connection | null): void {
  const state = socket?._writableState;
  if (state) writableSideOf(state)?.message?.close();
}
