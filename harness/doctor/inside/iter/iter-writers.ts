/**
 * Streams of `node:stream/iter`, where Node has it. What push() makes is counted; of what broadcast() makes, and push() with
 * transforms, nothing says how much it buffers: whatever it has no room for is a write whose promise is pending, and these
 * are counted. The promises are only looked at: a handler of ours would hide their rejections.
 */
import type { Below } from '../../../meter/call-site.ts';
import type { Policy } from '../../../meter/iter/push-queue.ts';
import { seeStreamIter } from '../../../meter/iter/see-push.ts';
import { sizeOfWritten, sizeOfWrittenChunks } from '../../../meter/iter/size-of-written.ts';
import { type Method, replaceMethod } from '../../../meter/node/methods.ts';
import { isLoaded } from '../../../meter/node/streams.ts';
import { Atom } from '../../../meter/sums/atom.ts';
import type { Member } from '../../../meter/sums/label.ts';
import { settlePeak } from '../../../meter/sums/recent.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';

const { inspect } = process.getBuiltinModule('util');

interface StreamIter {
  readonly broadcast: () => { readonly writer: object };
}

/** Whoever counts a writer says for whom. Where its policy is not known, it is undefined. */
type Count = (writer: object, policy?: Policy) => Member;

export class IterWriters {
  readonly #count: Count;
  readonly #writers = new WeakMap<object, PendingWrites>();
  /** Those with a write that was pending when it was looked at last. */
  readonly #open = new Set<PendingWrites>();

  constructor(count: Count) {
    this.#count = count;
  }

  /** Takes effect when a program has loaded that module, before it can use it. */
  see(): void {
    const isImported = isLoaded('stream/iter');
    whenModuleIsLoaded('stream/iter', () => {
      seeStreamIter(isImported, {
        made: (writer, policy, watch) => watch(this.#count(writer, policy)),
        wrote: (...write) => this.#note(...write),
      });
      const iter = process.getBuiltinModule('stream/iter' as 'stream') as unknown as StreamIter | undefined;
      if (iter === undefined) return;
      const prototype = Object.getPrototypeOf(iter.broadcast().writer);
      replaceMethod(prototype, 'write', this.#wrap(sizeOfWritten));
      replaceMethod(prototype, 'writev', this.#wrap(sizeOfWrittenChunks));
    });
  }

  /** Takes out what was taken up meanwhile. */
  settle(): void {
    for (const pending of this.#open)
      if (pending.settle(Number.POSITIVE_INFINITY)) this.#open.delete(pending);
  }

  #wrap(sizeOf: (chunk: unknown) => number): (method: Method) => Method {
    const writers = this;
    return (method) =>
      function write(this: object, ...args) {
        const promise = method.apply(this as never, args);
        writers.#note(this, promise, () => sizeOf(args[0]), write as Below);
        return promise;
      };
  }

  #note(writer: object, promise: unknown, sizeOf: () => number, below: Below): void {
    const pending = this.#pendingOf(writer);
    pending.add(promise, sizeOf, below);
    if (!pending.isEmpty) this.#open.add(pending);
    settlePeak();
  }

  #pendingOf(writer: object): PendingWrites {
    let pending = this.#writers.get(writer);
    if (pending === undefined) {
      pending = new PendingWrites(this.#count(writer));
      this.#writers.set(writer, pending);
    }
    return pending;
  }
}

interface PendingWrite {
  readonly promise: unknown;
  readonly bytes: number;
}

/** They are taken up in turn. */
class PendingWrites {
  readonly #atom: Atom;
  #writes: PendingWrite[] = [];
  #head = 0;

  constructor(member: Member) {
    this.#atom = new Atom('written', member, true);
  }

  get isEmpty(): boolean {
    return this.#head === this.#writes.length;
  }

  add(promise: unknown, sizeOf: () => number, below: Below): void {
    this.settle(2);
    const isAfterPending = !this.isEmpty;
    if (isAfterPending) this.#atom.noteAfterFalse('write', below);
    if (!isPending(promise)) return;
    const bytes = sizeOf();
    this.#writes.push({ promise, bytes });
    this.#atom.take(bytes, 1);
    if (!isAfterPending) this.#atom.becomeFull();
  }

  /** Whether none is left. */
  settle(max: number): boolean {
    for (let n = 0; n < max; n += 1) {
      const first = this.#writes[this.#head];
      if (first === undefined || isPending(first.promise)) break;
      this.#head += 1;
      this.#atom.give(first.bytes, 1);
    }
    if (this.#head * 2 > this.#writes.length) {
      this.#writes = this.#writes.slice(this.#head);
      this.#head = 0;
    }
    if (this.isEmpty) this.#atom.stopClock();
    return this.isEmpty;
  }
}

/** There is no other way to ask. */
const isPending = (promise: unknown): boolean =>
  inspect(promise, { depth: 0, customInspect: false, breakLength: Number.POSITIVE_INFINITY }).startsWith(
    'Promise { <pending>',
  );
