/** Streams by the line that created them. */
import { type FirstCall, isOutsideNode, readStack } from '../../meter/call-site.ts';
import { Label } from '../../meter/label.ts';
import { Given } from '../../meter/node-state.ts';
import type { StackFrame } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';

/** Between the line that creates a stream and its state are the constructors of up to six classes, and the agent of an HTTP request. */
const MAX_CREATION_FRAMES = 24;

/** Sees the calls after false of the streams of one origin, and how what they buffer grows. */
interface Observer extends FirstCall {
  readonly lookAtGrowth: (queue: object) => void;
}

/** All streams of one class that were created by one line. */
export class Origin extends Label {
  override readonly timesReadableStreams = true;
  readonly streamClass: string;
  readonly frames: readonly StackFrame[] | undefined;
  readonly #looks: Observer;

  constructor(streamClass: string, frames: readonly StackFrame[] | undefined, looks: Observer) {
    super(looks);
    this.streamClass = streamClass;
    this.frames = frames;
    this.#looks = looks;
    this.alertAtBytes = FIRST_ALERT_BYTES;
    this.alertAtChunks = FIRST_ALERT_CHUNKS;
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

/** Of the states of the stream that is being made: both sides of a Duplex are created by one line. */
let current: Creation | undefined;

/** To be called when the states of a stream have been made. */
export function endCreation(): void {
  current = undefined;
}

/** To be called in the constructor of a state. */
export function noteCreator(state: object): void {
  current ??= captureCreation();
  if (current !== undefined) new CreatedState(state, current);
}

function captureCreation(): Creation | undefined {
  const stack = budget.spend(() => readStack(noteCreator, MAX_CREATION_FRAMES));
  if (stack === undefined) return undefined;
  const frames = stack.filter(isOutsideNode);
  const isOfOneCall = stack.some(
    ({ file, functionName }) => file === 'node:zlib' && functionName === 'zlibBufferSync',
  );
  return { frames, isOfOneCall };
}

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
