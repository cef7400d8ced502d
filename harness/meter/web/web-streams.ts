/**
 * Web Streams have no events and no public length, and `pipeTo` bypasses every public method. What one has buffered is
 * seen in the queue of its controller. If that is not found, the stream is not counted, and the result warns.
 */
import { Atom } from '../sums/atom.ts';
import { closeWhenCollected } from '../sums/collected.ts';
import { Label, type Member, Sum, type Way } from '../sums/label.ts';
import { settle } from '../sums/recent.ts';
import { ByteQueue } from './byte-queue.ts';
import { canSeeReads, seeReads } from './direct-reads.ts';
import { NotYetUsed } from './not-yet-used.ts';
import { type Counted, ReadableQueue } from './readable-queue.ts';
import { canObserve, type Inside, lookInside, observeQueue, observerOf, setObserver } from './state.ts';
import { WritableQueue } from './writable-queue.ts';

/**
 * Counts from now on what `stream` buffers. Undefined if it is not a Web Stream; false, with nothing changed, if this
 * Node gives no access to the queues of its Web Streams.
 */
export function watchWebStream(stream: object, member: Member): boolean | undefined {
  const classes = findClasses();
  if (stream instanceof classes.WritableStream) return watchSide(lookInside(stream), 'written', member);
  if (stream instanceof classes.ReadableStream) return watchSide(lookInside(stream), 'pushed', member);
  return isPair(stream, classes) ? watchPair(stream, member) : undefined;
}

type Classes = Pick<typeof globalThis, 'WritableStream' | 'ReadableStream' | 'ByteLengthQueuingStrategy'>;

/** Those of Node, which a polyfill can have replaced as globals. The first reference makes Node load all Web Streams. */
const findClasses = (): Classes => process.getBuiltinModule?.('node:stream/web') ?? globalThis;

interface Pair {
  readonly writable: WritableStream;
  readonly readable: ReadableStream;
}

/** A TransformStream, or an object with the same two sides that is not one, such as a CompressionStream. */
const isPair = (stream: object, { WritableStream, ReadableStream }: Classes): stream is Pair =>
  'writable' in stream &&
  stream.writable instanceof WritableStream &&
  'readable' in stream &&
  stream.readable instanceof ReadableStream;

function watchPair({ writable, readable }: Pair, member: Member): boolean {
  const [entry, exit] = [lookInside(writable), lookInside(readable)];
  if (!isCountable(entry) || !isCountable(exit)) return false;
  const written = countQueue(entry, 'entered', member);
  countQueue(exit, 'left', member, written instanceof WritableQueue ? written : undefined);
  return true;
}

function watchSide(inside: Inside | undefined, way: Way, member: Member): boolean {
  if (!isCountable(inside)) return false;
  countQueue(inside, way, member);
  return true;
}

type CountedQueue = WritableQueue | ReadableQueue | ByteQueue;

const isWritable = ({ state }: Inside): boolean => 'abortAlgorithm' in state;

const isByteStream = ({ state }: Inside): boolean => !('sizeAlgorithm' in state);

function isCountable(inside: Inside | undefined): inside is Inside {
  if (inside === undefined) return false;
  const observer = observerOf(inside.state);
  if (observer !== undefined && !(observer instanceof NotYetUsed)) return true;
  if (isSeeing === undefined) {
    // What the test makes can be watched as it is made.
    isSeeing = true;
    isSeeing = testItself();
  }
  return (
    isSeeing && (observer !== undefined || canObserve(inside)) && (isWritable(inside) || canSeeReads(inside))
  );
}

let isSeeing: boolean | undefined;

/** Whether streams of each kind are counted right on this Node: 1 byte is queued, 2 are lost, and 4 passed to a read. */
function testItself(): boolean {
  const { WritableStream, ReadableStream } = findClasses();
  const member: Member = { label: new Label(), total: new Sum() };
  const writable = new WritableStream();
  const controllers: { enqueue(chunk: Uint8Array): void; error(): void }[] = [];
  const start = (controller: (typeof controllers)[number]): void => void controllers.push(controller);
  const readables = [new ReadableStream({ start }), new ReadableStream({ start, type: 'bytes' })];
  const insides = [writable, ...readables].map(lookInside);
  for (const inside of insides) {
    if (!isCountable(inside)) return false;
    countQueue(inside, 'pushed', member);
  }
  void writable.getWriter().write(new Uint8Array(1));
  for (const [index, controller] of controllers.entries()) {
    void readables[index]?.getReader().read();
    controller.enqueue(new Uint8Array(4));
    controller.enqueue(new Uint8Array(2));
    controller.error();
  }
  settle();
  const { bytesIn, bytesOut } = member.label.counters();
  return member.label.bytes === 1 && bytesIn === 1 + 2 * (4 + 2) && bytesOut === 2 * 4;
}

function countQueue(inside: Inside, way: Way, member: Member, written?: WritableQueue): CountedQueue {
  const known = observerOf(inside.state) as CountedQueue | NotYetUsed | undefined;
  if (known === undefined) return startCounting(inside, way, member, written);
  if (known instanceof NotYetUsed)
    return startCounting({ ...inside, isFirstChange: true }, way, member, written);
  if (known.atom.isCountedBy(member.label)) return known;
  known.atom.join(member);
  if (known instanceof ReadableQueue) known.join(member);
  return known;
}

function startCounting(inside: Inside, way: Way, member: Member, written?: WritableQueue): CountedQueue {
  const queue = makeQueue(inside, way, member, written);
  const state = inside.isFirstChange ? inside.state : observeQueue(inside, queue);
  if (inside.isFirstChange) setObserver(state, queue);
  // One that has ended does not say any more what it counted.
  const hasEnded = (state.writeAlgorithm ?? state.pullAlgorithm) === undefined;
  if (!hasEnded) queue.atom.setHighWaterMark(highWaterMarkBytesOf(inside));
  queue.begin(state);
  if (!(queue instanceof WritableQueue)) seeReads(inside, queue);
  closeWhenCollected(
    state,
    queue instanceof ReadableQueue ? endCounted(queue.counted) : queue.atom,
    queue.atom,
  );
  if (hasEnded) queue.ended();
  return queue;
}

function makeQueue(inside: Inside, way: Way, member: Member, written?: WritableQueue): CountedQueue {
  if (isByteStream(inside)) return new ByteQueue(inside, new Atom(way, member));
  const atom = new Atom(way, member, true);
  return isWritable(inside)
    ? new WritableQueue(inside, atom, member)
    : new ReadableQueue(inside, atom, member, written);
}

/** Refers to what is counted, and not to the stream. */
const endCounted = (counted: Counted) => ({
  close: (): void => {
    counted.both?.end(counted.atom);
    counted.atom.close();
  },
});

/** Undefined for a highWaterMark that counts chunks, or is infinite. */
function highWaterMarkBytesOf(inside: Inside): number | undefined {
  const { sizeAlgorithm, highWaterMark } = inside.state;
  const isInBytes = isByteStream(inside) || sizeAlgorithm === byteLengthSize();
  return isInBytes && Number.isFinite(highWaterMark) ? highWaterMark : undefined;
}

/** Node has one function for all ByteLengthQueuingStrategies. */
function byteLengthSize(): object {
  const { ByteLengthQueuingStrategy } = findClasses();
  return new ByteLengthQueuingStrategy({ highWaterMark: 0 }).size;
}
