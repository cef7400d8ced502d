/**
 * `node:stream/iter`, where Node has it behind its flag. push() and the methods of its writer are wrapped under the same
 * names, and next() of what it makes to read from: nothing else says what is written and read.
 */
import { type Below, hideOwnFrames } from '../call-site.ts';
import { type Method, replaceMethod } from '../node/methods.ts';
import type { Member } from '../sums/label.ts';
import { settlePeak } from '../sums/recent.ts';
import { type Policy, PushQueue, type PushSettings } from './push-queue.ts';
import { replaceOwn } from './replace-own.ts';
import { wrapToWritable } from './see-to-writable.ts';
import { sizeOfWritten, sizeOfWrittenChunks } from './size-of-written.ts';

hideOwnFrames();

interface Made {
  readonly writer: object;
  readonly readable: AsyncIterable<unknown>;
}

type Push = (this: unknown, ...args: unknown[]) => Made;

interface StreamIter {
  push: Push;
  toWritable: object;
  Stream: object;
}

/** For whoever counts every stream, as the doctor does. */
export interface IterHooks {
  /** A stream that can be counted was made. */
  readonly made: (writer: object, policy: Policy, watch: (member: Member) => void) => void;
  /** Something was written into one that cannot. */
  readonly wrote: (writer: object, promise: unknown, sizeOf: () => number, below: Below) => void;
}

/** By the pair, its writer and its readable. */
const queues = new WeakMap<object, PushQueue>();
/** Those that push() made with transforms: Node reads from its queue itself, and that cannot be seen. */
const transformed = new WeakSet<object>();

let isSeen = false;

/**
 * Does nothing where Node has no such module. To be called before a program calls push(); if it may have imported it,
 * `isImported` is true.
 */
export function seeStreamIter(isImported: boolean, hooks?: IterHooks): void {
  if (isSeen) return;
  const iter = process.getBuiltinModule?.('node:stream/iter' as 'node:stream') as unknown as
    | StreamIter
    | undefined;
  if (iter === undefined) return;
  isSeen = true;
  const { writer } = iter.push();
  const canWrite = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(writer), 'canWrite')?.get;
  // Until Node 26.5, sizes were counted in chunks, and other rules were applied.
  if (canWrite === undefined) return;
  wrapWriter(Object.getPrototypeOf(writer), (of) => canWrite.call(of) as boolean | null, hooks);
  replaceMethod(iter, 'push', (method) => wrapPush(method as unknown as Push, hooks) as unknown as Method);
  replaceMethod(iter, 'toWritable', wrapToWritable);
  iter.Stream = copyWith(iter.Stream, iter);
  // That also passes on what a program has put on other modules.
  if (isImported) process.getBuiltinModule('node:module').syncBuiltinESMExports();
}

/** `Stream`, a frozen object, has references of its own. */
function copyWith(names: object, { push, toWritable }: StreamIter): object {
  const copy = Object.create(Object.getPrototypeOf(names));
  const replaced: Record<PropertyKey, unknown> = { push, toWritable };
  for (const key of Reflect.ownKeys(names)) {
    const descriptor = Object.getOwnPropertyDescriptor(names, key);
    const value = Object.hasOwn(replaced, key) ? replaced[key] : descriptor?.value;
    Object.defineProperty(copy, key, { ...descriptor, value });
  }
  return Object.freeze(copy);
}

/** Counts from now on what a stream buffers that push() has made. False for anything else. */
export function watchIterStream(stream: object, member: Member): boolean {
  const queue = queues.get(stream);
  queue?.watch(member);
  return queue !== undefined;
}

/** Why something of node:stream/iter is not counted; undefined for what is not of that module. */
export function describeUncounted(given: object): string | undefined {
  if (transformed.has(given)) {
    return 'which push() of node:stream/iter made with transforms: Node reads from its queue itself. Pass none, and read from pull(readable, …transforms).';
  }
  const isWriter = 'canWrite' in given && 'writeSync' in given;
  if (!isWriter) return undefined;
  return 'which is a writer of node:stream/iter, but none of push(): only those can be counted.';
}

function wrapPush(method: Push, hooks: IterHooks | undefined): Push {
  const endRejectsPending = tryEnd(method);
  return function push(this: unknown, ...args) {
    const made = method.apply(this, args);
    const settings = readSettings(args);
    if (settings === undefined) {
      for (const part of [made, made.writer, made.readable]) transformed.add(part);
      return made;
    }
    const queue = new PushQueue({ ...settings, endRejectsPending });
    for (const part of [made, made.writer, made.readable]) queues.set(part, queue);
    seeReads(made.readable, queue);
    hooks?.made(made.writer, settings.policy, (member) => queue.watch(member));
    return made;
  };
}

const DEFAULT_BUDGET = 16 * 1024;

/** Whether end() rejects a pending write, which then listens to its signal no longer. */
function tryEnd(push: Push): boolean {
  const { writer } = push() as unknown as { readonly writer: TriedWriter };
  const { signal } = new AbortController();
  let isRejected = false;
  signal.removeEventListener = () => {
    isRejected = true;
  };
  writer.writeSync(new Uint8Array(DEFAULT_BUDGET));
  for (const promise of [writer.write('x', { signal }), writer.end()]) promise.catch(() => {});
  return isRejected;
}

interface TriedWriter {
  readonly writeSync: (chunk: Uint8Array) => boolean;
  readonly write: (chunk: string, options: { readonly signal: AbortSignal }) => Promise<void>;
  readonly end: () => Promise<number>;
}

/** Undefined if there are transforms: options come last, and have no transform(). */
function readSettings(args: readonly unknown[]): Omit<PushSettings, 'endRejectsPending'> | undefined {
  const [options = {}, ...more] = args as readonly { readonly [name: string]: unknown }[];
  const isTransform = typeof options === 'function' || typeof options?.transform === 'function';
  if (more.length > 0 || isTransform) return undefined;
  const { budget = DEFAULT_BUDGET, backpressure = 'strict', signal } = options ?? {};
  return {
    budget: Number(budget),
    policy: String(backpressure) as Policy,
    signal: signal as AbortSignal | undefined,
  };
}

/** The methods are those of this one object, and of each iterator: there is no prototype. */
function seeReads(readable: object, queue: PushQueue): void {
  replaceOwn(readable, Symbol.asyncIterator, (method) => {
    return function iterate(this: object, ...args) {
      const iterator = method.apply(this as never, args) as object;
      seeCalls(iterator, 'next', () => queue.read());
      for (const name of ['return', 'throw']) seeCalls(iterator, name, () => queue.leave());
      return iterator;
    };
  });
}

function seeCalls(owner: object, name: string, called: () => void): void {
  replaceOwn(owner, name, (method) => {
    return function call(this: object, ...args) {
      const result = method.apply(this as never, args);
      called();
      return result;
    };
  });
}

type CanWrite = (writer: object) => boolean | null;

function wrapWriter(prototype: object, canWrite: CanWrite, hooks: IterHooks | undefined): void {
  replaceMethod(prototype, 'write', wrapWrite(sizeOfWritten, canWrite, hooks));
  replaceMethod(prototype, 'writev', wrapWrite(sizeOfWrittenChunks, canWrite, hooks));
  replaceMethod(prototype, 'writeSync', wrapWriteSync(sizeOfWritten, canWrite));
  replaceMethod(prototype, 'writevSync', wrapWriteSync(sizeOfWrittenChunks, canWrite));
  for (const name of ['end', 'endSync', 'fail']) {
    replaceMethod(prototype, name, (method) => {
      return function close(this: object, ...args) {
        const result = method.apply(this as never, args);
        // An end() whose signal was aborted has done nothing.
        if (canWrite(this) === null) queues.get(this)?.[name === 'fail' ? 'fail' : 'end']();
        return result;
      };
    });
  }
}

type SizeOf = (given: unknown) => number;

const wrapWrite =
  (sizeOf: SizeOf, canWrite: CanWrite, hooks: IterHooks | undefined) =>
  (method: Method): Method =>
    function write(this: object, ...args) {
      const queue = queues.get(this);
      if (queue === undefined) {
        const promise = method.apply(this as never, args);
        hooks?.wrote(this, promise, () => sizeOf(args[0]), write as Below);
        return promise;
      }
      const before = canWrite(this);
      queue.refresh(before);
      const { signal } = (args[1] ?? {}) as { readonly signal?: AbortSignal };
      const isRefused = before === null || signal?.aborted === true;
      const promise = method.apply(this as never, args);
      if (!isRefused) queue.write(args[0], sizeOf(args[0]), signal, write as Below);
      settlePeak();
      return promise;
    };

const wrapWriteSync =
  (sizeOf: SizeOf, canWrite: CanWrite) =>
  (method: Method): Method =>
    function writeSync(this: object, ...args) {
      const queue = queues.get(this);
      if (queue === undefined) return method.apply(this as never, args);
      const before = canWrite(this);
      queue.refresh(before);
      const isAccepted = method.apply(this as never, args);
      if (before !== null) queue.writeSync(args[0], sizeOf(args[0]), isAccepted === true, writeSync as Below);
      settlePeak();
      return isAccepted;
    };
