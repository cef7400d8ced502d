/**
 * Connections that servers have accepted, and leave: Node makes them, so that no line of the program is on the stack. What
 * is looked at is only what is open while there is much of it, by the line that made the server listen.
 */
import type { Server } from 'node:net';
import { type Below, isOutsideNode, readStack } from '../../../meter/call-site.ts';
import { replaceMethod } from '../../../meter/node/methods.ts';
import { now } from '../../../meter/sums/clock.ts';
import type { StackFrame } from '../../../protocol.ts';
import type { OpenedSnapshot } from '../../snapshot.ts';
import { mapFrames } from '../frames/map-frames.ts';
import { whenModuleIsLoaded } from '../unseen/loaded-modules.ts';
import { SleepingTimer } from '../unseen/sleeping-timer.ts';
import { OwnMap, OwnWeakMap, unseen } from '../unseen/unseen.ts';
import { ownValue } from './own-value.ts';
import { usageOf } from './usage.ts';

/** Fewer are not worth a look. */
const MIN_OPEN = 20;
const LOOK_EVERY_MS = 250;
/** Of the time: ten thousand connections take some milliseconds. */
const SHARE_OF_LOOKS = 0.005;
/** Whoever is at work on an answer has it by then, or sends a part of it. */
const LONG_MS = { 'ended by its peer': 250, 'not answered': 1000, 'not ended': 1000 } as const;
/** It stays open for as long as its client does. */
const EVENT_STREAM = /^content-type: *text\/event-stream/im;
const MAX_TIMES = 64;
const MAX_FRAMES = 24;

type Stuck = NonNullable<OpenedSnapshot['stuck']>;

interface StreamLike {
  readonly _readableState?: { readonly endEmitted?: unknown; readonly destroyed?: unknown };
  readonly _writableState?: { readonly ending?: unknown; readonly length?: unknown };
}

/** Since when a connection has been in that state, and nothing has passed through it. */
interface Seen {
  readonly stuck: Stuck;
  readonly usage: number;
  readonly sinceMs: number;
}

// The program may replace it.
const { _getActiveHandles: getActiveHandles } = process as unknown as {
  readonly _getActiveHandles?: () => readonly object[];
};

type Listen = (this: object, ...args: unknown[]) => unknown;

export class Servers {
  /** Who made each of them listen. */
  readonly #frames = new OwnWeakMap<object, readonly StackFrame[]>();
  readonly #seen = new OwnWeakMap<object, Seen>();
  readonly #timer: SleepingTimer;
  #listening: readonly WeakRef<object>[] = [];
  #last: OpenedSnapshot[] = [];
  #lookAgainAtMs = 0;

  /** `tell` is called when there is something to write down. */
  constructor(tell: () => void) {
    this.#timer = new SleepingTimer(() => unseen(() => this.snapshot(false).length > 0 && tell()));
  }

  start(): void {
    if (getActiveHandles === undefined) return;
    whenModuleIsLoaded('net', () => {
      const { prototype } = process.getBuiltinModule('net').Server;
      replaceMethod(prototype, 'listen', (method) => this.#wrapListen(method as Listen) as never);
    });
  }

  stop(): void {
    this.#timer.sleep();
  }

  #wrapListen(method: Listen): Listen {
    const servers = this;
    return function listen(this, ...args) {
      unseen(() => servers.#note(this, listen));
      return method.apply(this, args);
    };
  }

  #note(server: object, below: Below): void {
    if (this.#frames.has(server)) return;
    this.#frames.set(server, readStack(below, MAX_FRAMES).filter(isOutsideNode));
    const known = this.#listening.filter((other) => other.deref() !== undefined);
    this.#listening = [...known, new WeakRef(server)];
    this.#timer.wake(LOOK_EVERY_MS);
  }

  /** By server and state, as it was when it was last time to look. */
  snapshot(isFinal: boolean): OpenedSnapshot[] {
    const begin = now();
    if (!isFinal && begin < this.#lookAgainAtMs) return this.#last;
    this.#last = this.#lookAtAll();
    this.#lookAgainAtMs = now() + (now() - begin) / SHARE_OF_LOOKS;
    return this.#last;
  }

  /** None as long as there are few connections. */
  #lookAtAll(): OpenedSnapshot[] {
    if (!this.#listening.some((server) => countOf(server.deref()) >= MIN_OPEN)) return [];
    const groups = new OwnMap<string, { readonly frames: readonly StackFrame[]; readonly seen: Seen[] }>();
    const handles = getActiveHandles?.call(process) ?? [];
    for (const handle of handles) {
      const frames = this.#framesOf(handle);
      const seen = frames && this.#look(handle);
      if (frames === undefined || seen === undefined) continue;
      const key = `${seen.stuck} ${frames[0]?.file}:${frames[0]?.line}:${frames[0]?.column}`;
      const group = groups.get(key) ?? { frames, seen: [] };
      group.seen.push(seen);
      groups.set(key, group);
    }
    return [...groups.values()].flatMap(({ frames, seen }) => describe(frames, seen) ?? []);
  }

  #framesOf(handle: object): readonly StackFrame[] | undefined {
    const server = ownValue(handle, 'server');
    const frames = typeof server === 'object' && server !== null ? this.#frames.get(server) : undefined;
    return frames?.length === 0 ? undefined : frames;
  }

  #look(socket: object): Seen | undefined {
    const stuck = stuckIn(socket);
    if (stuck === undefined) {
      this.#seen.delete(socket);
      return undefined;
    }
    const before = this.#seen.get(socket);
    const usage = usageOf(socket);
    if (before?.stuck === stuck && before.usage === usage) return before;
    const seen = { stuck, usage, sinceMs: now() };
    this.#seen.set(socket, seen);
    return seen;
  }
}

const countOf = (server: object | undefined): number =>
  Number((server as { readonly _connections?: Server['connections'] } | undefined)?._connections ?? 0);

function stuckIn(socket: object): Stuck | undefined {
  const { _readableState: read, _writableState: written } = socket as StreamLike;
  if (read?.destroyed === true || written === undefined || written.length !== 0) return undefined;
  if (read?.endEmitted === true) return written.ending === true ? undefined : 'ended by its peer';
  const response = ownValue(socket, '_httpMessage');
  return typeof response === 'object' && response !== null ? stuckAs(response) : undefined;
}

/** The request is there as a whole, and nothing of the answer, or a part of it. */
function stuckAs(response: object): Stuck | undefined {
  const request = ownValue(response, 'req');
  const isWhole = typeof request === 'object' && request !== null && ownValue(request, 'complete') === true;
  if (!isWhole || ownValue(response, 'finished') !== false) return undefined;
  const header = ownValue(response, '_header');
  if (typeof header !== 'string') return 'not answered';
  return EVENT_STREAM.test(header) ? undefined : 'not ended';
}

function describe(frames: readonly StackFrame[], seen: readonly Seen[]): OpenedSnapshot | undefined {
  const atMs = now();
  const sinceMs = seen.map((one) => one.sinceMs).sort((a, b) => a - b);
  const stuck = seen[0]?.stuck;
  if (stuck === undefined) return undefined;
  const unused = sinceMs.filter((since) => atMs - since >= LONG_MS[stuck]).length;
  if (unused < MIN_OPEN) return undefined;
  return {
    streamClass: stuck === 'ended by its peer' ? 'Socket' : 'ServerResponse',
    created: mapFrames(frames),
    holds: 'connection',
    stuck,
    streams: seen.length,
    open: seen.length,
    lost: 0,
    unused,
    createdAtMs: sinceMs.slice(0, MAX_TIMES),
    atMs,
  };
}
