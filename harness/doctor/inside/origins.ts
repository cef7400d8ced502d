/** Streams by the line that created them. */
import { type FirstCall, readCreators } from '../../meter/call-site.ts';
import { Label } from '../../meter/label.ts';
import { Given } from '../../meter/node-state.ts';
import type { StackFrame } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';

/** Between the line that creates a stream and its state are the constructors of up to six classes. */
const MAX_CREATION_FRAMES = 12;

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

/** Puts on a state who created it, unseen. */
class CreatedState extends Given {
  #frames: readonly StackFrame[];

  constructor(state: object, frames: readonly StackFrame[]) {
    super(state);
    this.#frames = frames;
  }

  static framesOf(state: object): readonly StackFrame[] | undefined {
    return #frames in state ? (state as CreatedState).#frames : undefined;
  }
}

export const creatorsOf = CreatedState.framesOf;

const budget = new CaptureBudget();

/** To be called in the constructor of a state. */
export function noteCreator(state: object): void {
  const frames = budget.spend(() => readCreators(noteCreator, MAX_CREATION_FRAMES));
  if (frames !== undefined) new CreatedState(state, frames);
}
