/** What a ReadableStream passes to a read that waits, without queueing it first. */
import { hideOwnFrames } from '../call-site.ts';
import {
  entryAt,
  type Inside,
  observerOf,
  type Queue,
  type QueueObserver,
  stateOf,
  symbolOf,
} from './state.ts';

hideOwnFrames();

export interface ReadQueue extends QueueObserver {
  isEmpty(): boolean;
  /** A chunk that was passed to a waiting read. */
  deliver(chunk: unknown): void;
}

/** Whatever waits for a chunk (a reader, pipeTo or tee) passes a request to the controller. No program can get at it. */
type ReadRequest = Record<symbol, (chunk: unknown) => void> & { [COUNTED]?: CountedRead };

const COUNTED = Symbol('counted');

interface CountedRead {
  readonly queue: ReadQueue;
  readonly take: (chunk: unknown) => void;
  /** Some requests are passed repeatedly. */
  isFromQueue: boolean;
}

type Pull = (this: object, request: ReadRequest) => void;

const prototypesSeen = new WeakSet<object>();

/** A chunk for a read that waits never enters the queue. Counts those of later reads, and of those that wait already. */
export function seeReads({ controller, stream }: Inside, queue: ReadQueue): void {
  const found = findPull(controller);
  if (found !== undefined && !prototypesSeen.has(found.prototype)) seePulls(found);
  const reader = stream.reader && stateOf<{ readonly readRequests?: Queue }>(stream.reader);
  const requests = reader?.readRequests ?? [];
  for (let index = 0; index < requests.length; index += 1) {
    const request = entryAt<ReadRequest>(requests, index);
    if (request !== undefined) countRead(request, queue);
  }
}

/** False if this Node has no such requests. */
export const canSeeReads = ({ controller }: Inside): boolean => findPull(controller) !== undefined;

interface FoundPull {
  readonly prototype: object;
  readonly kPull: symbol;
  readonly pull: Pull;
}

function findPull(controller: object): FoundPull | undefined {
  const kPull = symbolOf(controller, 'kPull');
  const prototype: object = Object.getPrototypeOf(controller);
  const pull: unknown = kPull && Object.getOwnPropertyDescriptor(prototype, kPull)?.value;
  return kPull && typeof pull === 'function' ? { prototype, kPull, pull: pull as Pull } : undefined;
}

/** On the prototype: a controller would have a property of its own by this. */
function seePulls({ prototype, kPull, pull }: FoundPull): void {
  prototypesSeen.add(prototype);
  const value: Pull = function (request) {
    const observer = observerOf(stateOf(this));
    const queue = observer !== undefined && isReadQueue(observer) ? observer : undefined;
    const isFromQueue = queue !== undefined && !queue.isEmpty();
    if (queue !== undefined && !isFromQueue && request[COUNTED] === undefined) countRead(request, queue);
    const { [COUNTED]: counted } = request;
    if (counted === undefined || !isFromQueue) {
      pull.call(this, request);
      return;
    }
    counted.isFromQueue = true;
    pull.call(this, request);
    counted.isFromQueue = false;
  };
  Object.defineProperty(value, 'name', { value: pull.name, configurable: true });
  Object.defineProperty(prototype, kPull, { ...Object.getOwnPropertyDescriptor(prototype, kPull), value });
}

/** One that is not yet used is not. */
const isReadQueue = (observer: QueueObserver): observer is ReadQueue => 'isEmpty' in observer;

let kChunk: symbol | undefined;

function countRead(request: ReadRequest, queue: ReadQueue): void {
  kChunk ??= symbolOf(request, 'kChunk');
  const take = kChunk && request[kChunk];
  if (kChunk === undefined || take === undefined) return;
  request[COUNTED] = { queue, take, isFromQueue: false };
  request[kChunk] = takeCounted;
}

function takeCounted(this: ReadRequest, chunk: unknown): void {
  const { [COUNTED]: counted } = this;
  if (counted?.isFromQueue === false) counted.queue.deliver(chunk);
  counted?.take.call(this, chunk);
}
