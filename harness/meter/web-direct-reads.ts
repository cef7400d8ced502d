/** What a ReadableStream passes to a waiting reader without queueing it first. */
import { sizeOfChunk } from './size-queue.ts';
import { type Inside, symbolOf } from './web-stream-state.ts';

type ReadRequest = Record<symbol, (chunk: unknown) => void>;

/**
 * A chunk for a waiting read never enters the queue. Whatever waits for one (a reader, pipeTo or tee) passes a read
 * request to the controller. False if this Node has no such requests.
 */
export function countDirectReads({ controller, state }: Inside, deliver: (bytes: number) => void): boolean {
  const methods = controller as Record<symbol, (request: ReadRequest) => void>;
  const kPull = symbolOf(controller, 'kPull');
  const pull = kPull && methods[kPull];
  if (kPull === undefined || pull === undefined) return false;
  // Some requests are passed repeatedly.
  const counted = new WeakSet<ReadRequest>();
  let kChunk: symbol | undefined;
  let isServedFromQueue = false;
  const countChunk = (request: ReadRequest): void => {
    counted.add(request);
    kChunk ??= symbolOf(request, 'kChunk');
    const take = kChunk && request[kChunk];
    if (kChunk === undefined || take === undefined) return;
    request[kChunk] = (chunk) => {
      if (!isServedFromQueue) deliver(sizeOfChunk(chunk));
      take.call(request, chunk);
    };
  };
  methods[kPull] = (request) => {
    isServedFromQueue = state.queue.length > 0;
    if (!isServedFromQueue && !counted.has(request)) countChunk(request);
    pull.call(controller, request);
    isServedFromQueue = false;
  };
  return true;
}

interface ByobRequest {
  respond: (bytes: number) => void;
  respondWithNewView: (view: ArrayBufferView) => void;
}

/** What a source writes directly into the view of a BYOB reader passes neither the queue nor a request as above. */
export function countResponses(
  { stream, controller, state }: Inside,
  deliver: (bytes: number) => void,
): void {
  const byobRequest = getterOf(controller, 'byobRequest');
  if (byobRequest === undefined) return;
  const counted = new WeakSet<ByobRequest>();
  const count = (bytes: number, respond: () => void): void => {
    const isForView = stream.reader instanceof ReadableStreamBYOBReader;
    const totalBefore = state.queueTotalSize;
    respond();
    // Bytes that do not fill an element of the view, or whose reader is gone, are queued, and counted there.
    if (isForView) deliver(bytes - Math.max(0, state.queueTotalSize - totalBefore));
  };
  const get = (): ByobRequest | null => {
    const request: ByobRequest | null = byobRequest.call(controller);
    if (request === null || counted.has(request)) return request;
    counted.add(request);
    const { respond, respondWithNewView } = request;
    request.respond = (bytes) => count(bytes, () => respond.call(request, bytes));
    request.respondWithNewView = (view) =>
      count(view.byteLength, () => respondWithNewView.call(request, view));
    return request;
  };
  Object.defineProperty(controller, 'byobRequest', { configurable: true, get });
}

function getterOf(object: object, key: string): (() => ByobRequest | null) | undefined {
  for (let owner: object | null = object; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const descriptor = Object.getOwnPropertyDescriptor(owner, key);
    if (descriptor !== undefined) return descriptor.get;
  }
  return undefined;
}
