/** Counts every stream of this thread, from its first use on. */

import { prepareHttp, watchHttpMessage } from '../../meter/http/outgoing-messages.ts';
import type { Policy } from '../../meter/iter/push-queue.ts';
import { areNodeStreamsSeen, seeNodeStreams, watchNodeStream } from '../../meter/node/streams.ts';
import { watchForeignStream } from '../../meter/npm/foreign-streams.ts';
import { Sum } from '../../meter/sums/label.ts';
import { settle } from '../../meter/sums/recent.ts';
import { unwatched } from '../../meter/unwatched.ts';
import { wholeOf } from '../../meter/web/every-web-stream.ts';
import { watchWebStream } from '../../meter/web/web-streams.ts';
import type { CalledMethod, StackFrame } from '../../protocol.ts';
import type { OpenedSnapshot } from '../snapshot.ts';
import { AsyncHandlers, type Received } from './async-handlers.ts';
import { seeForeignClasses } from './foreign-classes.ts';
import { IterWriters } from './iter/iter-writers.ts';
import { Looks, type SiteTable } from './looks.ts';
import { blame, type OriginKind } from './naming/blame.ts';
import { classNameOf, keyOf, traitsOf } from './naming/stream-names.ts';
import { noteDestroyed, OpenStreams } from './opened/open-streams.ts';
import { type Creation, creatorsOf, noteCreator, Origin, withoutConstructors } from './origins.ts';
import { adopt } from './reach/adopt.ts';
import { type CallPath, Site } from './site.ts';
import { factsOf } from './unseen/class-facts.ts';
import { whenModuleIsLoaded } from './unseen/loaded-modules.ts';
import { unseen } from './unseen/unseen.ts';
import {
  isOfNodeStream,
  noteWebCreator,
  onWebStreamsLoaded,
  webClassOf,
  webCreatorsOf,
  webKindOf,
} from './web-streams.ts';

interface NodeStream {
  readonly _writableState?: object | null;
  readonly _readableState?: object | null;
}

export class EveryStream implements SiteTable {
  /** What all of them buffer. */
  readonly total = new Sum();
  readonly sites = new Map<string, Site>();
  /** In words. */
  readonly notCovered = new Set<string>();
  readonly #origins = new Map<string, Origin>();
  /** Of those that are not Node's streams. */
  readonly #kinds = new Map<Origin, OriginKind>();
  readonly #handlers = new AsyncHandlers((stream, frames) => {
    const label = this.#origin(classNameOf(stream), frames, 'handler');
    return { label, total: this.total };
  });
  readonly #iterWriters = new IterWriters((writer, policy) => ({
    label: this.#iterOrigin(writer, policy),
    total: this.total,
  }));
  readonly #opened = new Map<string, OpenStreams>();
  /** By class. Undefined if there are several, or Node is one. */
  readonly #onlyCreators = new WeakMap<object, OpenStreams | undefined>();
  readonly tick: () => void;
  isAdopting = false;
  period = 0;

  constructor(tick: () => void) {
    this.tick = tick;
  }

  get isCounting(): boolean {
    return areNodeStreamsSeen() !== false;
  }

  /** `received` is called when somebody begins to read a stream. */
  start(received: Received = () => {}): void {
    unwatched.used = (stream) => void unseen(() => this.#count(stream));
    // Before a program can use them.
    whenModuleIsLoaded('stream', () => this.#prepareNodeStreams(received));
    whenModuleIsLoaded('http', prepareHttp);
    this.#iterWriters.see();
    unwatched.destroyed = noteDestroyed;
    seeForeignClasses((stream, facts) => {
      const creation = noteCreator(stream, facts);
      if (!facts.isPlain) unseen(() => this.#noteOpened(stream, creation));
    });
    onWebStreamsLoaded(
      { created: noteWebCreator, used: (stream) => void unseen(() => this.#countWeb(stream)) },
      () => void this.notCovered.add('the Web Streams of this version of Node.js cannot be counted'),
    );
  }

  /** Counts objects that were there before, as far as they are streams. */
  adopt(objects: readonly object[]): void {
    this.isAdopting = true;
    const count = { web: (it: object) => this.#countWeb(it), other: (it: object) => this.#count(it) };
    if (unseen(() => adopt(objects, count)) !== true)
      this.notCovered.add('some objects that were there before could not be looked at');
    this.isAdopting = false;
  }

  /** What is seen from now on is judged by itself, except for streams of which `blamed` sites were seen before. */
  beginPeriod(blamed: readonly Site[]): void {
    for (const site of blamed) site.spend();
    this.period += 1;
    this.sites.clear();
    this.#origins.clear();
  }

  at(called: CalledMethod, callers: CallPath, origin: Origin): Site {
    const { method, path } = blame(called, callers, { origin, kind: this.#kinds.get(origin) });
    const key = `${method} ${origin.streamClass} ${path.isDirect} ${keyOf(path.frames)}`;
    let site = this.sites.get(key);
    if (site === undefined) {
      site = new Site(method, path, origin);
      this.sites.set(key, site);
    }
    return site;
  }

  /** Lines that have created streams of which many are open. */
  findOpened(): OpenedSnapshot[] {
    const all = [...this.#opened.values()];
    for (const opened of all) opened.look();
    return all.filter(({ isWorthTelling }) => isWorthTelling).map((opened) => opened.snapshot());
  }

  get hasManyOpen(): boolean {
    return [...this.#opened.values()].some(({ isWorthTelling }) => isWorthTelling);
  }

  #noteOpened(stream: NodeStream, creation: Creation | undefined): void {
    const opened = this.#openedLike(stream, Object.getPrototypeOf(stream), creation);
    if (opened?.add(stream) && opened.isWorthTelling) this.tick();
  }

  /** Where its creator was not read, those of the only line that was seen to create streams of its class. */
  #openedLike(
    stream: NodeStream,
    prototype: object,
    creation: Creation | undefined,
  ): OpenStreams | undefined {
    const only = this.#onlyCreators.get(prototype);
    if (creation === undefined) return only?.isHolder ? only : undefined;
    const opened = this.#openedBy(creation, stream);
    if (!this.#onlyCreators.has(prototype)) this.#onlyCreators.set(prototype, opened);
    else if (only !== opened) this.#onlyCreators.set(prototype, undefined);
    return opened;
  }

  #openedBy({ frames: all, isOfOneCall }: Creation, stream: object): OpenStreams | undefined {
    if (all.length === 0 || isOfOneCall) return undefined;
    const streamClass = classNameOf(stream);
    const frames = withoutConstructors(all, stream);
    const key = `${streamClass} ${keyOf(frames)}`;
    let opened = this.#opened.get(key);
    if (opened === undefined) {
      opened = new OpenStreams(streamClass, frames);
      this.#opened.set(key, opened);
    }
    return opened;
  }

  #count(stream: object): void {
    const member = { label: this.#originOf(stream), total: this.total };
    const isCounted = watchNodeStream(stream, member) || watchHttpMessage(stream, member);
    if (!isCounted) watchForeignStream(stream, member);
  }

  #countWeb(stream: object): void {
    const label = this.#origin(webClassOf(stream), webCreatorsOf(stream), webKindOf(stream));
    if (isOfNodeStream(stream)) label.traits = { countsChunksAsBytes: true };
    if (watchWebStream(wholeOf(stream), { label, total: this.total }) !== true)
      this.notCovered.add('the Web Streams of this version of Node.js cannot be counted');
  }

  /** What has left all queues, or was dropped in them. */
  get leftBytes(): number {
    let bytes = 0;
    for (const { flows, bytes: buffered } of this.#origins.values()) {
      const bytesIn = Object.values(flows).reduce((sum, flow) => sum + flow.bytesIn, 0);
      // What a package writes elsewhere is buffered here as well, but never came in.
      bytes += Math.max(0, bytesIn - buffered);
    }
    return bytes;
  }

  /** To be called before the sums are read. */
  settle(): void {
    this.#handlers.settle();
    this.#iterWriters.settle();
    settle();
  }

  /** A line that writes into streams of several policies is judged for each. */
  #iterOrigin(writer: object, policy: Policy | undefined): Origin {
    const origin = this.#origin(classNameOf(writer), undefined, undefined, policy);
    if (policy !== undefined && policy !== 'unbounded')
      origin.traits = { losesByPolicy: policy === 'strict' ? 'rejected' : 'dropped' };
    return origin;
  }

  #originOf(stream: object): Origin {
    const { _writableState, _readableState } = stream as NodeStream;
    const state = _writableState ?? _readableState ?? stream;
    const frames = creatorsOf(state);
    const streamClass = classNameOf(stream);
    const origin = this.#origin(streamClass, frames && withoutConstructors(frames, stream));
    origin.traits = traitsOf(stream);
    return origin;
  }

  #origin(
    streamClass: string,
    frames: readonly StackFrame[] | undefined,
    kind?: OriginKind,
    policy?: Policy,
  ): Origin {
    const key = `${kind ?? policy ?? ''} ${streamClass} ${frames === undefined ? '' : keyOf(frames)}`;
    let origin = this.#origins.get(key);
    if (origin === undefined) {
      const looks = new Looks(this);
      origin = new Origin(streamClass, frames, looks);
      looks.origin = origin;
      if (kind !== undefined) this.#kinds.set(origin, kind);
      this.#origins.set(key, origin);
    }
    return origin;
  }

  #prepareNodeStreams(received: Received): void {
    const { Duplex, PassThrough, Readable, Transform, Writable } = process.getBuiltinModule('stream');
    for (const { prototype } of [Duplex, PassThrough, Readable, Transform, Writable])
      factsOf(prototype).isPlain = true;
    seeNodeStreams();
    this.#handlers.see(Readable.prototype, received);
  }
}
