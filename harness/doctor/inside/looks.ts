/**
 * Finds out which line fills a queue. A stack takes a hundred times as long as a write, so most calls are not looked at:
 * the first one of each stream is, and then some at random, ever more rarely; those between are attributed to the line
 * that was seen last.
 */
import type { Atom } from '../../meter/atom.ts';
import { type Below, FirstCall, readCallers } from '../../meter/call-site.ts';
import type { CalledMethod, StackFrame } from '../../protocol.ts';
import { CaptureBudget } from './capture-budget.ts';
import type { Origin } from './origins.ts';
import type { Site } from './site.ts';

/** Often enough that a thread that never yields is seen to be alive. */
const MAX_CALLS_BETWEEN_LOOKS = 4096;

export interface SiteTable {
  /** The site of a stack, made if it is new. */
  readonly at: (method: CalledMethod, frames: readonly StackFrame[], origin: Origin) => Site;
  /** To be called often: writes what is known if that is due. */
  readonly tick: () => void;
}

const budget = new CaptureBudget();

/** What happens to the streams of one origin. */
export class Looks extends FirstCall {
  readonly #table: SiteTable;
  origin: Origin | undefined;
  #site: Site | undefined;
  #calls = 0;
  #callsUntilLook = 0;

  constructor(table: SiteTable) {
    super();
    this.#table = table;
  }

  /** A call after false. */
  override note(method: CalledMethod, below: Below, queue: object): void {
    this.#calls += 1;
    const atom = queue as Atom;
    if (this.#callsUntilLook > 0 && atom.isJoined) this.#callsUntilLook -= 1;
    else this.#look(method, below, atom);
    if (this.#site !== undefined) this.#site.afterFalse += 1;
  }

  /** A new peak, whether or not anybody was told to wait. */
  lookAtGrowth(queue: object): void {
    const atom = queue as Atom;
    const isWrite = atom.way === 'written' || atom.way === 'entered';
    this.#look(isWrite ? 'write' : 'push', this.lookAtGrowth, atom);
    this.#site?.addPoint();
  }

  #look(method: CalledMethod, below: Below, atom: Atom): void {
    const { origin } = this;
    if (origin === undefined) return;
    this.#callsUntilLook = Math.min(MAX_CALLS_BETWEEN_LOOKS, Math.floor(Math.random() * (this.#calls + 1)));
    const frames = budget.spend(() => readCallers(below));
    if (frames !== undefined) this.#site = this.#table.at(method, frames, origin);
    if (this.#site !== undefined) join(atom, this.#site);
    this.#table.tick();
  }
}

function join(atom: Atom, site: Site): void {
  if (atom.isCountedBy(site)) return;
  atom.join({ label: site, total: site.sinceEmpty });
  site.streams += 1;
  site.highWaterMarkBytes = atom.highWaterMarkBytes;
}
