/** Streams by the line that created them. */
import { type FirstCall, isOutsideNode, readStack } from '../../meter/call-site.ts';
import { Label } from '../../meter/label.ts';
import { Given } from '../../meter/node-state.ts';
import type { StackFrame } from '../../protocol.ts';
import type { SiteSnapshot } from '../snapshot.ts';
import { CaptureBudget } from './capture-budget.ts';

/** Between the line that creates a stream and its state are the constructors of up to six classes, and the agent of an HTTP request. */
const MAX_CREATION_FRAMES = 24;

/** Sees the calls after false of the streams of one origin, and how what they buffer grows. */
interface Observer extends FirstCall {
  isSpent: boolean;
  readonly lookAtGrowth: (queue: object) => void;
}

export type StreamTraits = Pick<SiteSnapshot, 'isTransform' | 'isStandardOutput' | 'countsChunksAsBytes'>;

/** All streams of one class that were created by one line. */
export class Origin extends Label {
  override readonly timesReadableStreams = true;
  readonly streamClass: string;
  readonly frames: readonly StackFrame[] | undefined;
  traits: StreamTraits = {};
  readonly #looks: Observer;

  constructor(streamClass: string, frames: readonly StackFrame[] | undefined, looks: Observer) {
    super(looks);
    this.streamClass = streamClass;
    this.frames = frames;
    this.#looks = looks;
    this.alertAtBytes = FIRST_ALERT_BYTES;
    this.alertAtChunks = FIRST_ALERT_CHUNKS;
  }

  /** Nobody is blamed for these streams any more. */
  spend(): void {
    this.#looks.isSpent = true;
  }

  /** Each step is a quarter more, so that however much is buffered there are few. */
  override alert(queue: object): void {
    if (this.bytes >= this.alertAtBytes) this.alertAtBytes = this.bytes * STEP;
    if (this.chunks >= this.alertAtChunks) this.alertAtChunks = this.chunks * STEP;
    this.#looks.lookAtGrowth(queue);
  }
}

const STEP = 1.25;
const FIRST_ALERT_BYTES = 128 * 1024;
const FIRST_ALERT_CHUNKS = 256;

/** Who created a stream. */
export interface Creation {
  readonly frames: readonly StackFrame[];
  /** Whether a function of Node closes it before it returns, and calls no destroy(). */
  readonly isOfOneCall: boolean;
}

/** Puts on a state who created it, unseen. */
class CreatedState extends Given {
  #creation: Creation;

  constructor(state: object, creation: Creation) {
    super(state);
    this.#creation = creation;
  }

  static creationOf(state: object): Creation | undefined {
    return #creation in state ? (state as CreatedState).#creation : undefined;
  }
}

export const creationOf = CreatedState.creationOf;

export const creatorsOf = (state: object): readonly StackFrame[] | undefined => creationOf(state)?.frames;

/** A program that runs for a second can leave a hundred streams open. */
const FIRST_MS = 10;
const budget = new CaptureBudget(FIRST_MS);

/** By class, how often in turn only Node was on the stack: messages of http need not be asked each time. */
const timesByNode = new WeakMap<object, number>();
const ENOUGH_TIMES = 4;
const ASK_AGAIN_AFTER = 16;

/** To be called in the constructor of a stream, when its states have been made. */
export function noteCreator(stream: StreamStates): void {
  const { _readableState, _writableState } = stream;
  const states = [_readableState, _writableState].filter(
    (state) => typeof state === 'object' && state !== null,
  );
  // The constructor of a Duplex that is not Node's comes here once for each of its sides.
  const fresh = states.filter((state) => creationOf(state) === undefined);
  if (fresh.length === 0) return;
  const known = states.map(creationOf).find((creation) => creation !== undefined);
  const creation = known ?? captureCreation(Object.getPrototypeOf(stream));
  if (creation === undefined) return;
  for (const state of fresh) new CreatedState(state, creation);
}

export interface StreamStates {
  readonly _readableState?: object | null;
  readonly _writableState?: object | null;
}

function captureCreation(prototype: object): Creation | undefined {
  const times = timesByNode.get(prototype) ?? 0;
  if (times >= ENOUGH_TIMES && times % ASK_AGAIN_AFTER !== 0) {
    timesByNode.set(prototype, times + 1);
    return BY_NODE;
  }
  const stack = budget.spend(() => readStack(noteCreator, MAX_CREATION_FRAMES));
  if (stack === undefined) return undefined;
  const frames = stack.filter(isOutsideNode);
  timesByNode.set(prototype, frames.length === 0 ? times + 1 : 0);
  const isOfOneCall = stack.some(
    ({ file, functionName }) => file === 'node:zlib' && functionName === 'zlibBufferSync',
  );
  return { frames, isOfOneCall };
}

const BY_NODE: Creation = { frames: [], isOfOneCall: false };

/** What calls the constructors of the program's own classes: the line of `new`, and not that of `super()`. */
export function withoutConstructors(frames: readonly StackFrame[], stream: object): readonly StackFrame[] {
  const names = new Set<string | undefined>();
  for (let at: object | null = Object.getPrototypeOf(stream); at !== null; at = Object.getPrototypeOf(at)) {
    const make: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof make === 'function') names.add(make.name);
  }
  const first = frames.findIndex(
    ({ functionName }) => functionName === undefined || !names.has(functionName),
  );
  return first === -1 ? frames : frames.slice(first);
}
