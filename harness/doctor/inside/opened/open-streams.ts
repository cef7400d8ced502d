/**
 * Streams that hold something until they are closed: a descriptor, a connection, native memory. Only what is created is
 * seen here, and what is destroyed: what is open is looked at when there are a quarter more.
 */
import { Given } from '../../../meter/node/state.ts';
import { now } from '../../../meter/sums/clock.ts';
import type { StackFrame } from '../../../protocol.ts';
import type { HeldResource, OpenedSnapshot } from '../../snapshot.ts';
import { mapFrames } from '../frames/map-frames.ts';
import { Thinned } from '../thinned.ts';
import { ownValue } from './own-value.ts';
import { isInPool, isOfFetch, usageOf } from './usage.ts';

/** Fewer are not worth a word. */
const MIN_OPEN = 20;
const FIRST_LOOK_AT = 4;
const STEP = 1.25;
const MAX_TIMES = 64;

interface StreamLike {
  readonly _readableState?: StateLike | null;
  readonly _writableState?: StateLike | null;
}

interface StateLike {
  readonly destroyed?: unknown;
  readonly autoDestroy?: unknown;
}

interface Opened {
  readonly stream: WeakRef<object>;
  /** Whether it has a descriptor, or will: that is lost if it is collected without having been closed. */
  hasDescriptor: boolean;
  readonly createdAtMs: number;
  isClosed: boolean;
  /** What had passed through it when it was last looked at, and when that was last more than before. */
  usage: number;
  usedAtMs: number;
  /** How many looks saw more than the one before. */
  uses: number;
}

/** Puts on a state of a stream what is known of it, unseen. */
class OpenedState extends Given {
  #opened: Opened;

  constructor(state: object, opened: Opened) {
    super(state);
    this.#opened = opened;
  }

  static openedOf(state: object): Opened | undefined {
    return #opened in state ? (state as OpenedState).#opened : undefined;
  }
}

/** To be called when destroy() of a stream is. */
export function noteDestroyed(stream: object): void {
  const opened = openedOf(stream);
  if (opened !== undefined) opened.isClosed = true;
}

function openedOf({ _readableState, _writableState }: StreamLike): Opened | undefined {
  return ofState(_readableState) ?? ofState(_writableState);
}

const ofState = (state: StateLike | null | undefined): Opened | undefined =>
  typeof state === 'object' && state !== null ? OpenedState.openedOf(state) : undefined;

/** All streams of one class that were created by one line. */
export class OpenStreams {
  readonly #streamClass: string;
  readonly #frames: readonly StackFrame[];
  readonly #entries = new Set<Opened>();
  readonly #lostAtMs = makeTimes();
  #holds: HeldResource | undefined;
  #created = 0;
  #open = 0;
  #lookAt = FIRST_LOOK_AT;
  #hasDescriptors = false;

  constructor(streamClass: string, frames: readonly StackFrame[]) {
    this.#streamClass = streamClass;
    this.#frames = frames;
  }

  /** Whether so many are open that it is worth writing down. */
  get isWorthTelling(): boolean {
    return this.#holds !== undefined && this.#open + this.#lostAtMs.count >= MIN_OPEN;
  }

  /** Whether such streams are known to hold something, or will. */
  get isHolder(): boolean {
    return this.#hasDescriptors || this.#holds !== undefined;
  }

  /** To be called while a stream is made. Returns whether there are so many more that they were looked at. */
  add(stream: object): boolean {
    const fd = ownValue(stream, 'fd');
    const states = statesOf(stream);
    // A descriptor that somebody else opened, and closes.
    if (typeof fd === 'number' && states.some(({ autoDestroy }) => autoDestroy === false)) return false;
    const known = openedOf(stream);
    const createdAtMs = now();
    const opened = known ?? {
      stream: new WeakRef(stream),
      hasDescriptor: fd !== undefined,
      isClosed: false,
      createdAtMs,
      usage: 0,
      usedAtMs: createdAtMs,
      uses: 0,
    };
    // The constructor of a Duplex that is not Node's comes here once for each of its sides.
    for (const state of states) if (OpenedState.openedOf(state) === undefined) new OpenedState(state, opened);
    if (known !== undefined) return false;
    this.#entries.add(opened);
    this.#created += 1;
    this.#hasDescriptors ||= opened.hasDescriptor;
    if (this.#entries.size < this.#lookAt) return false;
    this.look();
    return true;
  }

  /** Counts what is open now. */
  look(): void {
    let open = 0;
    for (const opened of this.#entries) {
      const state = this.#stateOf(opened);
      if (state === 'open') open += 1;
      else if (state !== 'nothing held yet') this.#entries.delete(opened);
      if (state === 'lost') this.#lostAtMs.add(opened.createdAtMs);
    }
    this.#open = open;
    this.#lookAt = Math.max(FIRST_LOOK_AT, STEP * this.#entries.size);
  }

  #stateOf(opened: Opened): 'open' | 'closed' | 'lost' | 'nothing held yet' {
    if (opened.isClosed) return 'closed';
    const stream = opened.stream.deref();
    if (stream === undefined) {
      if (!opened.hasDescriptor) return 'closed';
      this.#holds = 'file descriptor';
      return 'lost';
    }
    if (isDestroyed(stream)) return 'closed';
    const held = heldBy(stream);
    if (held === undefined) return 'nothing held yet';
    this.#holds = held;
    if (held === 'file descriptor') opened.hasDescriptor = true;
    noteUsage(opened, stream);
    return 'open';
  }

  snapshot(): OpenedSnapshot {
    const times = makeTimes();
    for (const atMs of this.#lostAtMs.items) times.add(atMs);
    const open = [...this.#entries].filter((opened) => this.#stateOf(opened) === 'open');
    for (const { createdAtMs } of open) times.add(createdAtMs);
    return {
      streamClass: this.#streamClass,
      created: mapFrames(this.#frames),
      holds: this.#holds ?? 'file descriptor',
      streams: this.#created,
      open: this.#open,
      lost: this.#lostAtMs.count,
      unused: open.filter(isUnused).length,
      reused: open.filter((opened) => opened.uses > 1 && !isUnused(opened)).length,
      inPool: open.filter(({ stream }) => isInPool(stream.deref() ?? {})).length,
      ...(open.some(({ stream }) => isOfFetch(stream.deref() ?? {})) && { isOfFetch: true }),
      createdAtMs: [...times.items].sort((a, b) => a - b),
      atMs: now(),
    };
  }
}

function noteUsage(opened: Opened, stream: object): void {
  const usage = usageOf(stream);
  if (usage === opened.usage) return;
  opened.usage = usage;
  opened.uses += 1;
  opened.usedAtMs = now();
}

/** Those of a pool are used for longer. */
const SHARE_OF_FIRST_USE = 0.25;

const isUnused = ({ createdAtMs, usedAtMs }: Opened): boolean =>
  usedAtMs - createdAtMs <= SHARE_OF_FIRST_USE * (now() - createdAtMs);

const makeTimes = (): Thinned<number> => new Thinned(MAX_TIMES, (_earlier, later) => later);

/** By the fields that the classes of Node have, and those that hold a descriptor themselves. */
function heldBy(stream: object): HeldResource | undefined {
  const fd = ownValue(stream, 'fd');
  if (typeof fd === 'number' && fd >= 0) return 'file descriptor';
  const handle = ownValue(stream, '_handle');
  if (typeof handle === 'object' && handle !== null) return 'native memory';
  const key = connectionKeyOf(stream);
  return key !== undefined && ownValue(stream, key) ? 'connection' : undefined;
}

/** Of a socket, and of a stream of HTTP/2. */
const connectionKeyOf = (stream: object): symbol | undefined =>
  Object.getOwnPropertySymbols(stream).find(({ description }) => description === 'kHandle');

/** Whether it has such a field at all. */
export const canHold = (stream: object): boolean =>
  Object.hasOwn(stream, 'fd') || Object.hasOwn(stream, '_handle') || connectionKeyOf(stream) !== undefined;

const isDestroyed = (stream: StreamLike): boolean =>
  statesOf(stream).every(({ destroyed }) => destroyed === true) ||
  ownValue(stream, 'destroyed') === true ||
  ownValue(stream, 'closed') === true;

const statesOf = ({ _readableState, _writableState }: StreamLike): StateLike[] =>
  [_readableState, _writableState].filter((state) => typeof state === 'object' && state !== null);
