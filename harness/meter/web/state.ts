import { hideOwnFrames } from '../call-site.ts';

/**
 * The internal state of a Web Stream, which Node stores in objects behind a symbol. The fields used here are those of
 * the specification's abstract operations, and have had the same names from Node 20 to 26.
 */
export interface StreamState {
  readonly state: 'readable' | 'writable' | 'erroring' | 'errored' | 'closed';
  readonly controller?: object;
  /** In a ReadableStream. */
  readonly reader?: object;
  /** In a WritableStream, like everything below: true while its `ready` is pending. */
  readonly backpressure?: boolean;
  /** Has a promise from close() until the sink's close() is called; then the next field has it. */
  readonly closeRequest?: { readonly promise?: unknown };
  readonly inFlightCloseRequest?: { readonly promise?: unknown };
  readonly inFlightWriteRequest?: { readonly promise?: unknown };
}

/** Node 20 and 22 have an array here, of { value, size } if it is one of chunks; Node 24 and later, a ring buffer. */
export interface Queue {
  readonly length: number;
}

export type WriteAlgorithm = (chunk: unknown, controller: unknown) => unknown;

export interface ControllerState {
  readonly queue: Queue;
  queueTotalSize: number;
  readonly highWaterMark: number;
  /** Byte streams have no such field: their queueTotalSize is in bytes. */
  readonly sizeAlgorithm?: object | undefined;
  /** In a ReadableStream, and the next one in a WritableStream. Undefined once nothing more can come in. */
  pullAlgorithm?: object | undefined;
  writeAlgorithm?: WriteAlgorithm | undefined;
  started: boolean;
  /** In a byte stream, like the next field: what a source can write into. */
  byobRequest?: object | null;
  readonly pendingPullIntos?: Queue;
}

export interface Inside {
  readonly stream: StreamState;
  readonly controller: object;
  readonly state: ControllerState;
  /** Whether its queue is about to change for the first time: the first chunk is in it and not yet in its total. */
  readonly isFirstChange?: boolean;
}

/** How many entries the queue had before the change that is about to be seen. */
export const lengthBefore = ({ state, isFirstChange }: Inside): number =>
  isFirstChange ? 0 : state.queue.length;

/** Undefined if this Node stores it elsewhere. */
export function lookInside(webStream: object): Inside | undefined {
  const stream = stateOf<StreamState>(webStream);
  const controller = stream?.controller;
  if (stream === undefined || controller === undefined) return undefined;
  const state = stateOf<ControllerState>(controller);
  const isKnown = state !== undefined && 'queue' in state && typeof state.queueTotalSize === 'number';
  return isKnown ? { stream, controller, state } : undefined;
}

let kState: symbol | undefined;

/** The state of a stream, of a controller or of a reader. */
export function stateOf<State>(object: object): State | undefined {
  kState ??= symbolOf(object, 'kState');
  return kState && (object as Record<symbol, State>)[kState];
}

/** Node's symbols are not exported. Those of methods are found on the prototype. */
export function symbolOf(object: object, name: string): symbol | undefined {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const symbol = Object.getOwnPropertySymbols(owner).find(({ description }) => description === name);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}

/** A ring buffer. Its list has a power of two as its length. */
interface Ring extends Queue {
  readonly list: readonly unknown[];
  readonly head: number;
}

/** The chunk at this index in a queue of chunks. */
export function chunkAt(queue: Queue, index: number): unknown {
  if (Array.isArray(queue)) return (queue[index] as { readonly value: unknown } | undefined)?.value;
  const { list, head } = queue as Ring;
  // Each chunk is followed by its size.
  return list[(head + 2 * index) & (list.length - 1)];
}

/** What is at this index in any other queue, such as one of requests. */
export function entryAt<Entry>(queue: Queue, index: number): Entry | undefined {
  if (Array.isArray(queue)) return queue[index];
  const { list, head } = queue as Ring;
  return list[(head + index) & (list.length - 1)] as Entry | undefined;
}

/** Is called at the moment when the queue of a controller changes. */
export interface QueueObserver {
  /** A chunk is in the queue, or left it, or the queue was replaced by an empty one. In the unit of the highWaterMark. */
  queueChanged(totalBefore: number, totalNow: number): void;
  /** Nothing more can come in. */
  ended(): void;
  /** Calls the sink for the first chunk. */
  write?(sink: WriteAlgorithm, chunk: unknown, controller: unknown): unknown;
  /** In a byte stream: the first view that waits is about to be written into. */
  viewTaken?(): void;
  /** In a byte stream, after these: all views that could be filled have been. */
  viewsFilled?(): void;
}

hideOwnFrames();

/**
 * Takes the place of the state that Node has made for a controller, and sees each assignment of its total. Node reads
 * the state from the controller whenever it needs it. A program cannot get at it, and it is collected with the stream.
 * An accessor on Node's own object would see the same, but makes that object slow.
 */
class ObservedState {
  #observer: QueueObserver;
  #queueTotalSize: number;
  #pullAlgorithm: object | undefined;
  #writeAlgorithm: WriteAlgorithm | undefined;
  #started: boolean;
  #byobRequest: object | null | undefined;
  #hasChanged = false;

  constructor(state: ControllerState, observer: QueueObserver) {
    const { queueTotalSize, pullAlgorithm, writeAlgorithm, started, byobRequest, ...others } = state;
    this.#observer = observer;
    this.#queueTotalSize = queueTotalSize;
    this.#pullAlgorithm = pullAlgorithm;
    this.#writeAlgorithm = this.#observeWrites(writeAlgorithm);
    this.#started = started;
    this.#byobRequest = byobRequest;
    Object.assign(this, others);
  }

  static observerOf(state: object | undefined): QueueObserver | undefined {
    return state !== undefined && #observer in state ? state.#observer : undefined;
  }

  static setObserver(state: object, observer: QueueObserver): void {
    (state as ObservedState).#observer = observer;
  }

  get queueTotalSize(): number {
    return this.#queueTotalSize;
  }

  set queueTotalSize(total: number) {
    const before = this.#queueTotalSize;
    this.#queueTotalSize = total;
    this.#hasChanged = true;
    this.#observer.queueChanged(before, total);
  }

  get pullAlgorithm(): object | undefined {
    return this.#pullAlgorithm;
  }

  set pullAlgorithm(algorithm: object | undefined) {
    this.#pullAlgorithm = algorithm;
    if (algorithm === undefined) this.#observer.ended();
  }

  get writeAlgorithm(): WriteAlgorithm | undefined {
    return this.#writeAlgorithm;
  }

  set writeAlgorithm(algorithm: WriteAlgorithm | undefined) {
    this.#writeAlgorithm = algorithm;
    if (algorithm === undefined) this.#observer.ended();
  }

  get byobRequest(): object | null | undefined {
    return this.#byobRequest;
  }

  set byobRequest(request: object | null | undefined) {
    this.#byobRequest = request;
    if (request !== null) return;
    this.#hasChanged = true;
    this.#observer.viewTaken?.();
  }

  /** Read when Node decides whether to pull again, which is the last thing it does in enqueue() and respond(). */
  get started(): boolean {
    if (this.#hasChanged) {
      this.#hasChanged = false;
      this.#observer.viewsFilled?.();
    }
    return this.#started;
  }

  set started(isStarted: boolean) {
    this.#started = isStarted;
  }

  #observeWrites(algorithm: WriteAlgorithm | undefined): WriteAlgorithm | undefined {
    if (algorithm === undefined || this.#observer.write === undefined) return algorithm;
    return (chunk, controller) => this.#observer.write?.(algorithm, chunk, controller);
  }
}

// The fields are assigned: a setter on Object.prototype must not be called for them.
Object.setPrototypeOf(ObservedState.prototype, null);

/** Undefined unless this is the state of a controller whose queue is observed. */
export const observerOf = ObservedState.observerOf;

/** For a state that is observed already. */
export const setObserver = ObservedState.setObserver;

/** The function of this file that Node calls when the total changes. */
export const SET_TOTAL =
  Object.getOwnPropertyDescriptor(ObservedState.prototype, 'queueTotalSize')?.set ?? observerOf;

/** Whether the state can be replaced: a class of Node's could have more than its fields. */
export function canObserve({ controller, state }: Inside): boolean {
  const prototype = Object.getPrototypeOf(state);
  const isPlain = prototype === null || prototype === Object.prototype;
  return isPlain && kState !== undefined && !Object.isFrozen(controller);
}

/** Replaces the state; returns the one that Node uses from now on. */
export function observeQueue({ controller, state }: Inside, observer: QueueObserver): ControllerState {
  const observed = new ObservedState(state, observer) as unknown as ControllerState;
  if (kState !== undefined) (controller as Record<symbol, object>)[kState] = observed;
  return observed;
}
