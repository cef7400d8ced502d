/** Counts every stream of this thread, from its first use on. */

import { prepareHttp, watchHttpMessage } from '../../meter/http.ts';
import { Sum } from '../../meter/label.ts';
import { areNodeStreamsSeen, seeNodeStreams, watchNodeStream } from '../../meter/node-streams.ts';
import { unwatched } from '../../meter/unwatched.ts';
import type { CalledMethod, StackFrame } from '../../protocol.ts';
import { Looks, type SiteTable } from './looks.ts';
import { creatorsOf, noteCreator, Origin } from './origins.ts';
import { type CallPath, Site } from './site.ts';

interface NodeStream {
  readonly _writableState?: object | null;
  readonly _readableState?: object | null;
}

export class EveryStream implements SiteTable {
  /** What all of them buffer. */
  readonly total = new Sum();
  readonly sites = new Map<string, Site>();
  readonly #origins = new Map<string, Origin>();
  readonly tick: () => void;
  #modulesLoaded = 0;

  constructor(tick: () => void) {
    this.tick = tick;
  }

  get isCounting(): boolean {
    return areNodeStreamsSeen() !== false;
  }

  start(): void {
    process.getBuiltinModule('stream');
    seeNodeStreams();
    unwatched.created = (state) => {
      this.#prepareNewModules();
      noteCreator(state);
    };
    unwatched.used = (stream) => this.#count(stream);
  }

  at(method: CalledMethod, path: CallPath, origin: Origin): Site {
    const key = `${method} ${origin.streamClass} ${path.isDirect} ${keyOf(path.frames)}`;
    let site = this.sites.get(key);
    if (site === undefined) {
      site = new Site(method, path, origin);
      this.sites.set(key, site);
    }
    return site;
  }

  #count(stream: object): void {
    const member = { label: this.#originOf(stream), total: this.total };
    if (!watchNodeStream(stream, member)) watchHttpMessage(stream, member);
  }

  #originOf(stream: object): Origin {
    const { _writableState, _readableState } = stream as NodeStream;
    const state = _writableState ?? _readableState ?? stream;
    const frames = creatorsOf(state);
    const streamClass = stream.constructor?.name ?? 'Object';
    const key = `${streamClass} ${frames === undefined ? '' : keyOf(frames)}`;
    let origin = this.#origins.get(key);
    if (origin === undefined) {
      const looks = new Looks(this);
      origin = new Origin(streamClass, frames, looks);
      looks.origin = origin;
      this.#origins.set(key, origin);
    }
    return origin;
  }

  /** Node's http makes messages, which are no streams inside, but no message without a connection. */
  #prepareNewModules(): void {
    const { length } = (process as unknown as { readonly moduleLoadList: readonly string[] }).moduleLoadList;
    if (length === this.#modulesLoaded) return;
    this.#modulesLoaded = length;
    prepareHttp();
  }
}

/** By its first frame outside of packages, or else its first. */
function keyOf(frames: readonly StackFrame[]): string {
  const frame = frames.find(({ file }) => !/[\\/]node_modules[\\/]/.test(file)) ?? frames[0];
  return frame === undefined ? '' : `${frame.file}:${frame.line}:${frame.column}`;
}
