/** Makes the comparisons of a trial one after the other, and counts their verdicts. */
import { type ComparisonVerdict, isGated, type ReportComparison } from '../compare/verdict.ts';
import type { BackgroundLoad } from './background-load.ts';
import type { SubjectComparison } from './compare-subject.ts';
import type { Fault } from './gate-subject.ts';
import type { Trial, VerdictCounts } from './trials.ts';

export interface TriedGate {
  readonly trial: Trial;
  readonly counts: VerdictCounts;
  /** Unexpected verdicts, with the seed that reproduces the order. */
  readonly surprises: readonly Surprise[];
}

export interface Surprise {
  readonly fault: Fault;
  readonly seed: number;
  readonly verdict: ComparisonVerdict;
  /** The metrics that decided, and their reasons. */
  readonly reasons: readonly string[];
}

interface Trying {
  readonly compare: (requested: SubjectComparison) => Promise<ReportComparison>;
  /** The seed of the first comparison; each further one uses the next number. */
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly startBackgroundLoad: () => Promise<BackgroundLoad>;
  readonly onVerdict: (counts: VerdictCounts) => void;
}

/** If the signal is aborted, the verdicts until then are returned. */
export async function tryGate(
  trial: Trial,
  { compare, seed, signal, startBackgroundLoad, onVerdict }: Trying,
): Promise<TriedGate> {
  const counts: Record<ComparisonVerdict, number> = {
    regression: 0,
    improvement: 0,
    inconclusive: 0,
    pass: 0,
    'not-comparable': 0,
  };
  const surprises: Surprise[] = [];
  const load = trial.hasBackgroundLoad ? await startBackgroundLoad() : undefined;
  try {
    for (let done = 0; done < trial.comparisons; done += 1) {
      const fault = trial.faults[done % trial.faults.length] ?? 'none';
      const own = { fault, seed: seed + done, signal };
      const comparison = await compare({ ...own, classes: new Set(trial.classes) });
      counts[comparison.verdict] += 1;
      if (isSurprise(fault, comparison.verdict)) surprises.push(describe(own, comparison));
      onVerdict(counts);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await load?.end();
  }
  return { trial, counts, surprises };
}

const isSurprise = (fault: Fault, verdict: ComparisonVerdict): boolean =>
  (fault === 'none') === (verdict === 'regression');

function describe(
  { fault, seed }: { readonly fault: Fault; readonly seed: number },
  { verdict, cases }: ReportComparison,
): Surprise {
  const deciding = cases.flatMap(({ metrics }) =>
    metrics.filter((one) => isGated(one) && (one.verdict === verdict || one.verdict === 'inconclusive')),
  );
  return { fault, seed, verdict, reasons: deciding.map(({ metric, reason }) => `${metric}: ${reason}`) };
}
