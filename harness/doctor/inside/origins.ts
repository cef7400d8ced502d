/** Streams by the line that created them. */
import { type FirstCall, isOutsideNode, readStack } from '../../meter/call-site.ts';
import { Given } from '../../meter/node/state.ts';
import { Label } from '../../meter/sums/label.ts';
import type { StackFrame } from '../../protocol.ts';
import type { SiteSnapshot } from '../snapshot.ts';
import { CaptureBudget } from './capture-budget.ts';
import { canHold } from './opened/open-streams.ts';
import type { ClassFacts, MadeByNode } from './unseen/class-facts.ts';
import { unseen } from './unseen/unseen.ts';

/** Between the line that creates a stream and its state are the constructors of up to six classes, and the agent of an HTTP request. */
const MAX_CREATION_FRAMES = 24;
/** fetch() puts up to forty frames between. */
const MAX_FETCH_FRAMES = 64;

/** Sees the calls after false of the streams of one origin, and how what they buffer grows. */
interface Observer extends FirstCall {
  isSpent: boolean;
  readonly lookAtGrowth: (queue: object) => void;
}

export type StreamTraits = Pick<
  SiteSnapshot,
  'isTransform' | 'isStandardOutput' | 'countsChunksAsBytes' | 'losesByPolicy'
>;

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

const creationOf = CreatedState.creationOf;

export const creatorsOf = (state: object): readonly StackFrame[] | undefined => creationOf(state)?.frames;

/** A program that runs for a second can leave a hundred streams open. */
const FIRST_MS = 10;
const budget = new CaptureBudget(FIRST_MS);

/** Messages of http need not be asked each time. */
const ENOUGH_TIMES = 4;
/** A socket may be one that the program has made, and leaves open. */
const ASK_AGAIN_AFTER = 16;
/** A class whose streams hold nothing is asked for ever more rarely. */
const MAX_STEP = 1024;

/** To be called in the constructor of a stream, when its states have been made. Returns who created it, if that was read. */
export function noteCreator(stream: StreamStates, facts: ClassFacts): Creation | undefined {
  const { _readableState, _writableState } = stream;
  // The constructor of a Duplex that is not Node's comes here once for each of its sides.
  const ofReadable = isObject(_readableState) ? creationOf(_readableState) : undefined;
  const ofWritable = isObject(_writableState) ? creationOf(_writableState) : undefined;
  const creation = ofReadable ?? ofWritable ?? unseen(() => readCreation(stream, facts));
  if (creation === undefined || creation.frames.length === 0) return creation;
  if (isObject(_readableState) && ofReadable === undefined) new CreatedState(_readableState, creation);
  if (isObject(_writableState) && ofWritable === undefined) new CreatedState(_writableState, creation);
  return creation;
}

const isObject = (state: unknown): state is object => typeof state === 'object' && state !== null;

export interface StreamStates {
  readonly _readableState?: object | null;
  readonly _writableState?: object | null;
}

/** Whether the next stream of the class need not be asked for. */
export function isMadeByNode({ byNode }: ClassFacts): boolean {
  if (byNode === undefined || byNode.times < ENOUGH_TIMES || byNode.times >= byNode.askAt) return false;
  byNode.times += 1;
  return true;
}

function readCreation(stream: object, facts: ClassFacts): Creation | undefined {
  const stack = budget.spend(readCreationStack);
  if (stack === undefined) return undefined;
  const frames = stack.filter(isOutsideNode);
  facts.byNode = frames.length > 0 ? undefined : countByNode(stream, facts.byNode);
  const isOfOneCall = stack.some(
    ({ file, functionName }) => file === 'node:zlib' && functionName === 'zlibBufferSync',
  );
  return { frames, isOfOneCall };
}

function readCreationStack(): StackFrame[] {
  const stack = readStack(noteCreator, MAX_CREATION_FRAMES);
  const isCut = stack.length === MAX_CREATION_FRAMES && !stack.some(isOfProgram);
  return isCut ? readStack(noteCreator, MAX_FETCH_FRAMES) : stack;
}

const isOfProgram = (frame: StackFrame): boolean =>
  isOutsideNode(frame) && !/[/\\]node_modules[/\\]/.test(frame.file);

function countByNode(stream: object, known: MadeByNode | undefined): MadeByNode {
  const times = (known?.times ?? 0) + 1;
  const last = known?.last.deref();
  const canBeRarer = last !== undefined && !canHold(last);
  const step = canBeRarer ? Math.min(MAX_STEP, 2 * (known?.step ?? 0)) : ASK_AGAIN_AFTER;
  return { times, step, askAt: times + step, last: new WeakRef(stream) };
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
