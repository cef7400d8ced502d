/**
 * The internal state of a Web Stream, which Node stores in an object behind a symbol. The fields used here are those of
 * the specification's abstract operations, and have had the same names from Node 20 to 26.
 */
export interface StreamState {
  readonly state: 'readable' | 'writable' | 'erroring' | 'errored' | 'closed';
  /** In a ReadableStream. */
  readonly reader?: unknown;
  /** In a WritableStream, like everything below: true while its `ready` is pending. */
  readonly backpressure?: boolean;
  /** Has a promise from close() until the sink's close() is called; then the next field has it. */
  readonly closeRequest?: { readonly promise?: unknown };
  readonly inFlightCloseRequest?: { readonly promise?: unknown };
}

export interface ControllerState {
  readonly queue: { readonly length: number };
  queueTotalSize: number;
  readonly highWaterMark: number;
  /** Byte streams have no such field: their queueTotalSize is in bytes. Undefined once nothing more can be queued. */
  sizeAlgorithm?: ((chunk: unknown) => number) | undefined;
  writeAlgorithm?: (chunk: unknown, controller: unknown) => unknown;
}

export interface Inside {
  readonly stream: StreamState;
  readonly controller: object;
  readonly state: ControllerState;
}

/** A write to a stream that is closing, closed or failing is rejected, after the size of its chunk was computed. */
export const isRefusing = ({ state, closeRequest, inFlightCloseRequest }: StreamState): boolean =>
  (state !== 'writable' && state !== 'readable') ||
  closeRequest?.promise !== undefined ||
  inFlightCloseRequest?.promise !== undefined;

/** Undefined if this Node stores it elsewhere. */
export function lookInside(stream: object): Inside | undefined {
  const streamState = stateOf(stream);
  const controller = streamState?.controller;
  if (typeof controller !== 'object' || controller === null) return undefined;
  const state = stateOf(controller);
  const isKnown = state !== undefined && 'queue' in state && typeof state.queueTotalSize === 'number';
  if (!isKnown) return undefined;
  return {
    stream: streamState as unknown as StreamState,
    controller,
    state: state as unknown as ControllerState,
  };
}

function stateOf(object: object): Record<string, unknown> | undefined {
  const kState = symbolOf(object, 'kState');
  return kState && (object as Record<symbol, Record<string, unknown>>)[kState];
}

/** Node's symbols are not exported. Those of methods are found on the prototype. */
export function symbolOf(object: object, name: string): symbol | undefined {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const symbol = Object.getOwnPropertySymbols(owner).find(({ description }) => description === name);
    if (symbol !== undefined) return symbol;
  }
  return undefined;
}

/** Calls `after` whenever a field of one of Node's state objects was set. */
export function whenSet<State extends object, Field extends keyof State>(
  state: State,
  field: Field,
  after: (value: State[Field]) => void,
): void {
  const whoeverWatchedBefore = Object.getOwnPropertyDescriptor(state, field)?.set;
  let value = state[field];
  Object.defineProperty(state, field, {
    configurable: true,
    enumerable: true,
    get: () => value,
    set: (next: State[Field]) => {
      value = next;
      whoeverWatchedBefore?.call(state, next);
      after(next);
    },
  });
}

/** The chunks that were queued before the stream was watched: `start` of a stream runs inside its constructor. */
export const chunksIn = (queue: ControllerState['queue']): unknown[] =>
  // What close() of a WritableStream queues last is a symbol.
  valuesIn(queue).filter((value) => typeof value !== 'symbol');

function valuesIn(queue: ControllerState['queue']): unknown[] {
  // Node 20 and 22: an array of { value, size }.
  if (Array.isArray(queue)) return queue.map((entry: { readonly value: unknown }) => entry.value);
  // From Node 24 on: a ring of value, size, value, size.
  const { list, head } = queue as { readonly list?: readonly unknown[]; readonly head?: number };
  if (list === undefined || head === undefined) return [];
  return Array.from({ length: queue.length }, (_, index) => list[(head + 2 * index) % list.length]);
}
