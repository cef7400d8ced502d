/** The smallest limit with which something still succeeds, by bisection. Limits are whole units, such as MiB. Pure. */

/** One attempt with a limit, and whether it succeeded. */
export interface Attempt {
  readonly limit: number;
  readonly isSuccess: boolean;
}

export interface Search<One extends Attempt> {
  /** Makes one attempt; undefined once the user interrupts. */
  readonly attempt: (limit: number) => Promise<One | undefined>;
  /** Where to begin: about as much as an attempt without a limit took. */
  readonly guess: number;
  /** The largest limit to try. */
  readonly ceiling: number;
  /** How often the answer has to succeed, without a failure. */
  readonly repeats: number;
  /** How far the answer may be from a limit that fails, as a share of it; one unit is always allowed. */
  readonly precision: number;
  /** Called after each attempt, with how many more are expected. */
  readonly onExpected?: (attempts: number) => void;
}

export type Smallest<One extends Attempt> =
  | { readonly state: 'found'; readonly limit: number; readonly attempts: readonly One[] }
  /** Even the ceiling fails. */
  | { readonly state: 'beyond-ceiling'; readonly attempts: readonly One[] }
  /** Every limit that was repeated failed now and then, until there had been as many attempts as are allowed. */
  | { readonly state: 'unsettled'; readonly attempts: readonly One[] }
  | { readonly state: 'interrupted'; readonly attempts: readonly One[] };

/** Enough to show whether a limit fails always, or only sometimes. */
const REPEATS_BELOW = 3;
/** The first step away from the guess, as a share of it; every further one is twice as long. */
const FIRST_STEP = 0.1;
/** Twenty attempts are usual; a program that fails at random everywhere must end as well. */
const MAX_ATTEMPTS = 100;

/**
 * Bisects by single attempts, then repeats the smallest limit that succeeded. One that fails then counts as too small, and
 * the search goes on above it: luck can lower the answer only if it lasts for all repeats. At last the limit below is
 * repeated, to show how it fails.
 */
export async function findSmallest<One extends Attempt>(search: Search<One>): Promise<Smallest<One>> {
  const known = new Attempts<One>(search);
  for (;;) {
    if (known.isInterrupted) return { state: 'interrupted', attempts: known.all };
    if (known.all.length >= MAX_ATTEMPTS) return { state: 'unsettled', attempts: known.all };
    const next = chooseNext(known, search);
    if (next === 'beyond-ceiling') return { state: next, attempts: known.all };
    if (next === undefined) return { state: 'found', limit: known.smallest, attempts: known.all };
    search.onExpected?.(countExpected(known, search));
    await known.make(next);
  }
}

/** Undefined if the answer is known. */
function chooseNext<One extends Attempt>(
  known: Attempts<One>,
  { guess, ceiling, repeats, precision }: Search<One>,
): number | 'beyond-ceiling' | undefined {
  const { smallest, largestFailed } = known;
  if (known.all.length === 0) return Math.min(Math.max(1, Math.round(guess)), ceiling);
  if (smallest === Number.POSITIVE_INFINITY) {
    if (largestFailed >= ceiling) return 'beyond-ceiling';
    return Math.min(ceiling, largestFailed + stepFrom(guess, known.count('failures')));
  }
  const gap = smallest - largestFailed;
  if (gap > Math.max(1, Math.floor(smallest * precision))) {
    const isBracketed = largestFailed > 0;
    const below = smallest - stepFrom(guess, known.count('successes'));
    return isBracketed || below <= 1 ? largestFailed + Math.floor(gap / 2) : below;
  }
  if (known.of(smallest).length < repeats) return smallest;
  return largestFailed > 0 && known.of(largestFailed).length < Math.min(REPEATS_BELOW, repeats)
    ? largestFailed
    : undefined;
}

const stepFrom = (guess: number, times: number): number =>
  Math.max(2, Math.round(guess * FIRST_STEP)) * 2 ** Math.max(0, times - 1);

/** As if every bisection took one attempt, and every repetition succeeded. */
function countExpected<One extends Attempt>(
  known: Attempts<One>,
  { guess, repeats, precision }: Search<One>,
): number {
  const top = Number.isFinite(known.smallest) ? known.smallest : Math.max(guess, known.largestFailed);
  const gap = Math.max(1, top - known.largestFailed);
  const halvings = Math.max(0, Math.ceil(Math.log2(gap / Math.max(1, Math.floor(top * precision)))));
  const repeated = halvings === 0 ? known.of(known.smallest).length : 1;
  const below = halvings === 0 ? known.of(known.largestFailed).length : 1;
  return halvings + Math.max(0, repeats - repeated) + Math.max(0, Math.min(REPEATS_BELOW, repeats) - below);
}

/** The attempts so far, and what they say. */
class Attempts<One extends Attempt> {
  readonly all: One[] = [];
  readonly #attempt: Search<One>['attempt'];
  isInterrupted = false;

  constructor({ attempt }: Search<One>) {
    this.#attempt = attempt;
  }

  async make(limit: number): Promise<void> {
    const made = await this.#attempt(limit);
    if (made === undefined) this.isInterrupted = true;
    else this.all.push(made);
  }

  of(limit: number): One[] {
    return this.all.filter((one) => one.limit === limit);
  }

  count(what: 'successes' | 'failures'): number {
    return this.all.filter(({ isSuccess }) => isSuccess === (what === 'successes')).length;
  }

  /** 0 if nothing failed. */
  get largestFailed(): number {
    return this.all.reduce((most, { limit, isSuccess }) => (isSuccess ? most : Math.max(most, limit)), 0);
  }

  /** The smallest that succeeded and is above all that failed; infinite without one. */
  get smallest(): number {
    const { largestFailed } = this;
    return this.all.reduce(
      (least, { limit, isSuccess }) => (isSuccess && limit > largestFailed ? Math.min(least, limit) : least),
      Number.POSITIVE_INFINITY,
    );
  }
}
