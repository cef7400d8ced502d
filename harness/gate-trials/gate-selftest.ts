/** `gate-selftest`: shows that the gate can fail, and does not where nothing is wrong. */

import type { GateSelftestOptions } from '../command-line/gate-selftest.ts';
import { EXIT } from '../errors.ts';
import { type Interruption, listenForInterrupts } from '../measure/interruption.ts';
import { prepareWatching } from '../prepare/prepare.ts';
import { type GateRow, renderGateTable } from '../report/terminal/gate-table.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { startBackgroundLoad } from './background-load.ts';
import { loadSubject } from './compare-subject.ts';
import { listTrials, totalOf, type VerdictCounts } from './trials.ts';
import { type Surprise, type TriedGate, tryGate } from './try-gate.ts';

export async function gateSelftest(options: GateSelftestOptions, terminal: Terminal): Promise<number> {
  const interruption = listenForInterrupts(terminal);
  try {
    const rows = await tryAll(options, interruption, terminal);
    if (options.json) terminal.print(JSON.stringify({ seed: options.seed, trials: rows }, null, 2));
    else terminal.print(renderGateTable(rows, terminal));
    if (interruption.exitCode !== undefined) return interruption.exitCode;
    return rows.every(({ isReached }) => isReached) ? EXIT.pass : EXIT.failed;
  } finally {
    interruption.stop();
  }
}

/** Up to where the user interrupted. */
async function tryAll(
  options: GateSelftestOptions,
  { signal }: Interruption,
  { say }: Terminal,
): Promise<GateRow[]> {
  await prepareWatching({ say });
  const compare = await loadSubject();
  const rows: GateRow[] = [];
  for (const trial of listTrials(options)) {
    if (signal.aborted) break;
    say(`${trial.title}: ${trial.comparisons} comparisons`);
    const every = Math.max(1, Math.round(trial.comparisons / 10));
    const onVerdict = (counts: VerdictCounts): void => {
      if (totalOf(counts) % every === 0)
        say(`  ${totalOf(counts)} of ${trial.comparisons}: ${describeCounts(counts)}`);
    };
    const tried = await tryGate(trial, {
      compare,
      seed: options.seed,
      signal,
      startBackgroundLoad,
      onVerdict,
    });
    if (totalOf(tried.counts) > 0) rows.push(describe(tried));
  }
  return rows;
}

const describeCounts = (counts: VerdictCounts): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([verdict, count]) => `${count} ${verdict}`)
    .join(', ');

const describe = ({ trial, counts, surprises }: TriedGate): GateRow => ({
  title: trial.title,
  counts,
  target: trial.target.text,
  isReached: trial.target.isReached(counts),
  surprises: surprises.map(describeSurprise),
});

const describeSurprise = ({ fault, seed, verdict, reasons }: Surprise): string =>
  `${fault} was ${verdict} (seed ${seed}): ${reasons.join('; ')}`;
