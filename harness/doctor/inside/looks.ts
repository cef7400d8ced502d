/**
 * Finds out which line fills a queue. A stack takes a hundred times as long as a write, so most calls are not looked at:
 * the first one of each stream is, and then some at random, ever more rarely until all have drained; those between are
 * attributed to the line that was seen last.
 */

import { type Below, type Call, FirstCall, readCall } from '../../meter/call-site.ts';
import type { Atom } from '../../meter/sums/atom.ts';
import type { CalledMethod } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';
import type { Origin } from './origins.ts';
import type { CallPath, Site } from './site.ts';
import { unseen } from './unseen/unseen.ts';

export interface SiteTable {
  /** The site of a call, made if it is new. */
  readonly at: (method: CalledMethod, path: CallPath, origin: Origin) => Site;
  /** To be called often: writes what is known if that is due. */
  readonly tick: () => void;
  /** Whether streams are counted that were there before: whoever is on the stack has not filled them. */
  readonly isAdopting: boolean;
  /** Counts the periods that are judged one by one, as tests are. */
  readonly period: number;
}

const budget = new CaptureBudget();

/** What happens to the streams of one origin. */
export class Looks extends FirstCall {
  readonly #table: SiteTable;
  origin: Origin | undefined;
  /** Whether a period before has been blamed for these streams. */
  isSpent = false;
  #sitePeriod = 0;
  #site: Site | undefined;

  constructor(table: SiteTable) {
    super();
    this.#table = table;
  }

  /** A call after false. */
  override note(method: CalledMethod, below: Below, queue: object): void {
    const atom = queue as Atom;
    if (this.#sitePeriod !== this.#table.period) this.#site = undefined;
    if (this.#site === undefined || !atom.isJoined || this.#site.isLookDue)
      unseen(() => {
        this.#site = this.#look(method, below) ?? this.#site;
        this.#sitePeriod = this.#table.period;
        this.#site?.noteLook(atom, this.origin);
      });
    this.#site?.noteAfterFalse();
  }

  /** A new peak, whether or not anybody was told to wait. */
  lookAtGrowth(queue: object): void {
    const atom = queue as Atom;
    const isWrite = atom.way === 'written' || atom.way === 'entered';
    const method = isWrite ? 'write' : 'push';
    unseen(() => {
      const site = this.#fillerOf(atom) ?? this.#look(method, this.lookAtGrowth);
      site?.noteLook(atom, this.origin);
    });
  }

  /** Who fills a stream that is full is looked at as often as it is written to. */
  #fillerOf(atom: Atom): Site | undefined {
    const site = this.#site;
    if (site === undefined || atom.fullSince === undefined || !atom.isCountedBy(site)) return undefined;
    this.#table.tick();
    return site;
  }

  #look(method: CalledMethod, below: Below): Site | undefined {
    const { origin } = this;
    if (origin === undefined || this.isSpent || this.#table.isAdopting) return undefined;
    const call = budget.spend(() => readCall(below));
    this.#table.tick();
    return call && this.#table.at(method, toPath(method, call), origin);
  }
}

/** Node's own functions that pass on what flows: whoever is further out on the stack does not call the method. */
const PUMPS = ['node:events', 'node:internal/streams/readable', 'node:internal/streams/pipeline'];
/** Whatever is written from there is piped. */
const WEB_PIPE = 'node:internal/webstreams/readablestream';

function toPath(method: CalledMethod, { frames, through }: Call): CallPath {
  const isPumped =
    method === 'push'
      ? through.length > 0
      : through.some((file) => PUMPS.includes(file) || (method === 'write' && file === WEB_PIPE));
  return { frames: isPumped ? [] : frames, isDirect: through.length === 0 };
}
