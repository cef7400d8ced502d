/** How long a run takes, learned from those that are finished. Pure. */
import type { Subject } from '../../plan/plan-runs.ts';
import type { RunKind } from '../../result.ts';
import { median } from '../../stats/quantile.ts';
import { sum } from '../../stats/sum.ts';

/** A run that is expected. */
export interface ExpectedRun {
  readonly subject: Subject;
  readonly kind: RunKind;
  /** Its volume, relative to that of its case. */
  readonly share: number;
}

export interface Took extends ExpectedRun {
  /** From before its process was started until after it had ended. */
  readonly tookMs: number;
  /** run() alone. Undefined where it was not measured. */
  readonly durationMs?: number | undefined;
}

/** To start, settle and end a process, until a run has shown it: 55 ms on a quiet machine, 200 ms and more on a busy one. */
const FIXED_MS = 150;
/** What a kind of run takes, relative to a measure run, until one was made. Garbage is collected for each reading of growth. */
const RELATIVE: Readonly<Record<RunKind, number>> = { measure: 1, profile: 1.2, stable: 1.3, growth: 1.7 };
/** The machine can become slower, and a long invocation has many runs: the last ones are enough. */
const MAX_REMEMBERED = 40;

export class RunCosts {
  readonly #bySubject = new Map<Subject, Took[]>();
  readonly #byScenario = new Map<string, Took[]>();
  readonly #all: Took[] = [];
  readonly #earlier = new Map<Subject, Took[]>();
  /** Predictions for the many cases of which no run was made: those of a scenario are alike. */
  readonly #ofOthers = new Map<string, number | undefined>();
  /** How long runs took, relative to the same ones of an earlier invocation: this machine may be slower than that one. */
  readonly #pace: number[] = [];

  constructor(earlier: readonly Took[]) {
    for (const took of earlier) listOf(this.#earlier, took.subject).push(took);
  }

  learn(took: Took): void {
    const { subject } = took;
    this.#ofOthers.clear();
    const earlierMs = this.#recallMs(took);
    if (earlierMs !== undefined) this.#pace.push(took.tookMs / earlierMs);
    for (const list of [
      listOf(this.#bySubject, subject),
      listOf(this.#byScenario, sourceOf(subject)),
      this.#all,
    ]) {
      list.push(took);
      if (list.length > MAX_REMEMBERED) list.shift();
    }
  }

  /**
   * From runs of the same kind of the same subject; else of the other side of its case, of another kind, of other cases of
   * its scenario, or of any: the less they are alike, the rougher. Before that, from the runs of an earlier invocation, at
   * the pace of this one. Undefined if there is nothing to go by.
   */
  predictMs(expected: ExpectedRun): number | undefined {
    const { subject, kind, share } = expected;
    if (this.#bySubject.has(subject) || this.#earlier.has(subject)) return this.#predictOneMs(expected);
    const key = `${sourceOf(subject)} ${subject.side?.name} ${kind} ${share}`;
    if (!this.#ofOthers.has(key)) this.#ofOthers.set(key, this.#predictOneMs(expected));
    return this.#ofOthers.get(key);
  }

  #predictOneMs(expected: ExpectedRun): number | undefined {
    const ofSubject = this.#bySubject.get(expected.subject) ?? [];
    const recalledMs = ofSubject.some(({ kind }) => kind === expected.kind)
      ? undefined
      : this.#recallMs(expected);
    if (recalledMs !== undefined) return recalledMs * (this.#pace.length === 0 ? 1 : median(this.#pace));
    const alike = this.#findAlike(expected);
    if (alike.length === 0) return undefined;
    const same = alike.filter(
      ({ kind, share }) => kind === expected.kind && isSameShare(share, expected.share),
    );
    if (same.length > 0) return sum(same.map(({ tookMs }) => tookMs)) / same.length;
    const fixedMs = Math.min(this.#fixedMs(alike), ...alike.map(({ tookMs }) => tookMs));
    const rates = alike.map(
      ({ kind, share, tookMs }) => ((tookMs - fixedMs) / share) * (RELATIVE[expected.kind] / RELATIVE[kind]),
    );
    return fixedMs + median(rates) * expected.share;
  }

  /** What such a run took in an earlier invocation. */
  #recallMs({ subject, kind, share }: ExpectedRun): number | undefined {
    const earlier = this.#earlier.get(subject) ?? [];
    const same = earlier.filter((took) => took.kind === kind && isSameShare(took.share, share));
    return same.length === 0 ? undefined : sum(same.map(({ tookMs }) => tookMs)) / same.length;
  }

  #findAlike({ subject, kind }: ExpectedRun): readonly Took[] {
    const ofSubject = this.#bySubject.get(subject) ?? [];
    const ofScenario = this.#byScenario.get(sourceOf(subject)) ?? [];
    const isOfKind = (took: Took): boolean => took.kind === kind;
    const candidates = [
      ofSubject.filter(isOfKind),
      ...(subject.side === undefined ? [ofSubject] : []),
      ofScenario.filter(isOfKind),
      ofSubject,
      ofScenario,
      this.#all.filter(isOfKind),
    ];
    return candidates.find(({ length }) => length > 0) ?? this.#all;
  }

  /** What a run takes beyond run(). */
  #fixedMs(alike: readonly Took[]): number {
    const known = [alike, this.#all].map(listFixed).find(({ length }) => length > 0);
    return known === undefined ? FIXED_MS : median(known);
  }
}

const listFixed = (took: readonly Took[]): number[] =>
  took.flatMap(({ tookMs, durationMs }) =>
    durationMs === undefined ? [] : [Math.max(0, tookMs - durationMs)],
  );

const isSameShare = (one: number, other: number): boolean =>
  Math.abs(one - other) <= 0.01 * Math.max(one, other);

const sourceOf = (subject: Subject): string => subject.case.scenario.source;

function listOf<Key>(map: Map<Key, Took[]>, key: Key): Took[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}
