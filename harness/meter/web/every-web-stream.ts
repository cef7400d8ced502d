/**
 * Sees every Web Stream when it is made, and when its queue changes for the first time: for those who count all streams
 * of a process. Node's constructors assign the state of a stream and, later, its controller.
 */
import { hideOwnFrames } from '../call-site.ts';
import { NotYetUsed } from './not-yet-used.ts';
import { canObserve, lookInside, observeQueue, stateOf } from './state.ts';

hideOwnFrames();

export interface WebStreamEvents {
  /** Its constructor is on the stack. */
  created(stream: object): void;
  /** It is to be watched now, by itself or as a side of the TransformStream that it belongs to. */
  used(stream: object): void;
}

type WebStreamClasses = Pick<typeof globalThis, 'WritableStream' | 'ReadableStream' | 'TransformStream'>;

/** False if this Node makes its streams in another way. */
export function seeWebStreams(classes: WebStreamClasses, events: WebStreamEvents): boolean {
  const { WritableStream, ReadableStream, TransformStream } = classes;
  const kState = findSymbolOfState(WritableStream);
  if (kState === undefined) return false;
  const awaitController = (_stream: object, state: { controller?: unknown }): object =>
    new WithoutController(state, (complete, controller) => {
      // What is transferred to this thread is made as one object, and copied to another.
      const { stream } = stateOf<{ readonly stream?: Record<symbol, object> }>(controller) ?? {};
      if (stream === undefined) return;
      stream[kState] = complete;
      beginQueue(stream, events);
    });
  for (const { prototype } of [WritableStream, ReadableStream]) takeOver(prototype, kState, awaitController);
  takeOver(TransformStream.prototype, kState, notePair);
  return true;
}

/**
 * A stream gets its state before the strategy is read: no stream comes of this one, which would have a promise to settle
 * after the program goes on.
 */
function findSymbolOfState(WritableStream: WebStreamClasses['WritableStream']): symbol | undefined {
  let found: symbol | undefined;
  const set: ProxyHandler<object>['set'] = (target, key, value, receiver) => {
    if (typeof key === 'symbol' && key.description === 'kState') found = key;
    return Reflect.set(target, key, value, receiver);
  };
  function Unfinished(): void {}
  Unfinished.prototype = new Proxy(WritableStream.prototype, { set });
  const strategy = {
    get size(): never {
      throw new TypeError('enough');
    },
  };
  try {
    Reflect.construct(WritableStream, [undefined, strategy], Unfinished);
  } catch {
    // As intended.
  }
  return found;
}

/** By each of its sides. */
const transforms = new WeakMap<object, object>();

/** The TransformStream that this stream is a side of, or else itself. */
export const wholeOf = (stream: object): object => transforms.get(stream) ?? stream;

function notePair(transform: object, state: object): object {
  const { readable, writable } = state as { readonly readable?: object; readonly writable?: object };
  for (const side of [readable, writable]) if (side !== undefined) transforms.set(side, transform);
  return state;
}

/** An object gets a property of its own by the assignment, as it would without this. */
function takeOver(prototype: object, key: symbol, seen: (object: object, value: object) => object): void {
  Object.defineProperty(prototype, key, {
    configurable: true,
    enumerable: false,
    set(this: object, given: unknown) {
      const value = typeof given === 'object' && given !== null ? seen(this, given) : given;
      Reflect.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
    },
  });
}

/** Called with the complete state, and the controller in it. */
type Begin = (state: object, controller: object) => void;

/** The state of a stream until it gets its controller: Node's own takes its place then, as fast as it was. */
class WithoutController {
  readonly #begin: Begin;
  readonly #state: { controller?: unknown };

  constructor(state: { controller?: unknown }, begin: Begin) {
    this.#state = state;
    this.#begin = begin;
    Object.assign(this, state);
  }

  get controller(): undefined {
    return undefined;
  }

  set controller(controller: object | undefined) {
    if (controller === undefined) return;
    Object.assign(this.#state, this).controller = controller;
    Object.defineProperty(this, 'controller', { value: controller, writable: true, configurable: true });
    this.#begin(this.#state, controller);
  }
}

function beginQueue(stream: object, events: WebStreamEvents): void {
  const inside = lookInside(stream);
  if (inside === undefined || !canObserve(inside)) return;
  events.created(stream);
  // Only what is kept by the stream itself refers to it.
  const observer = new NotYetUsed(
    () => stateOf(inside.controller),
    () => events.used(stream),
  );
  observeQueue(inside, observer);
}
