/** The summary of the moments of a profile run: what was buffered over time, drains, and when the main thread was blocked. */
import type { Blocked, TimelineMoments } from '../../result.ts';
import type { Moment } from '../parse-sample.ts';
import { TimeBuckets } from './time-buckets.ts';

/** From here on a task is called long: that of browsers. Shorter ones are what any program does. */
const MIN_BLOCKED_MS = 50;
/** The longest stay. */
const MAX_BLOCKED = 100;

export class MomentSummary {
  readonly #buckets: TimeBuckets<Moment>;
  /** The first and the last sample of the turn of the event loop that is under way. */
  #turn: { readonly count: number; readonly fromMs: number; toMs: number } | undefined;
  readonly #blocked: Blocked[] = [];

  constructor(intervalMs: number) {
    this.#buckets = new TimeBuckets(intervalMs, greatest);
  }

  add(sinceStartMs: number, moment: Moment): void {
    this.#buckets.add(sinceStartMs, moment);
    const { turns } = moment;
    if (turns === undefined) return;
    if (this.#turn?.count === turns) this.#turn.toMs = sinceStartMs;
    else {
      this.#endTurn();
      this.#turn = { count: turns, fromMs: sinceStartMs, toMs: sinceStartMs };
    }
  }

  #endTurn(): void {
    const { fromMs = 0, toMs = 0 } = this.#turn ?? {};
    if (toMs - fromMs < MIN_BLOCKED_MS) return;
    this.#blocked.push({ fromMs, toMs });
    if (this.#blocked.length > MAX_BLOCKED) this.#blocked.splice(shortestOf(this.#blocked), 1);
  }

  /** In the intervals of the timeline to which it belongs; undefined if there was no moment. */
  summarize(): TimelineMoments | undefined {
    this.#endTurn();
    this.#turn = undefined;
    const { values } = this.#buckets;
    if (values.length === 0) return undefined;
    const names = [...new Set(values.flatMap((value) => [...(value?.bufferedBytes.keys() ?? [])]))];
    return {
      bufferedBytes: Object.fromEntries(
        names.map((name) => [name, values.map((value) => value?.bufferedBytes.get(name) ?? null)]),
      ),
      drains: countIn(values),
      blocked: [...this.#blocked],
    };
  }
}

/** The most of each label; the drains are counted up. */
const greatest = (one: Moment, other: Moment): Moment => ({
  turns: other.turns,
  bufferedBytes: new Map(
    [...other.bufferedBytes].map(([name, bytes]) => [
      name,
      Math.max(bytes, one.bufferedBytes.get(name) ?? 0),
    ]),
  ),
  drains: Math.max(one.drains, other.drains),
});

/** How many drains each interval had, from what had been counted at its end. */
function countIn(values: readonly (Moment | undefined)[]): number[] {
  let before = 0;
  return values.map((value) => {
    const drains = Math.max(0, (value?.drains ?? before) - before);
    before += drains;
    return drains;
  });
}

const shortestOf = (blocked: readonly Blocked[]): number => {
  const lengths = blocked.map(({ fromMs, toMs }) => toMs - fromMs);
  return lengths.indexOf(Math.min(...lengths));
};
