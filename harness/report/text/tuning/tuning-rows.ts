/** The values that were measured, as rows of a table. Pure. */
import type { Candidate, CandidateState } from '../../../tune/tuning.ts';
import type { TuningReport } from '../../../tune/tuning-report.ts';
import { formatBytes, formatDuration, formatFigure } from '../../../units.ts';
import { MISSING } from '../comparison-figures.ts';
import { formatValue } from './tuning-sentences.ts';

const STATES: Readonly<Record<CandidateState, string>> = {
  'fast-enough': 'fast enough',
  'too-slow': 'too slow',
  undecided: 'cannot tell',
  'not-compared': '',
  'too-large': 'too large',
  failed: 'failed',
};

export const TUNING_HEAD = ['', 'throughput', 'of the fastest', 'buffered', 'CPU', 'runs', ''];

/** A row for each value, under TUNING_HEAD. */
export const listTuningRows = (report: TuningReport): string[][] =>
  report.candidates.map((candidate) => {
    const { throughput, peakBufferedBytes, cpuMs, runs, state } = candidate;
    return [
      formatValue(report, candidate),
      throughput === undefined ? MISSING : formatThroughput(report, throughput),
      formatShare(report, candidate),
      peakBufferedBytes === undefined ? MISSING : formatBytes(peakBufferedBytes),
      cpuMs === undefined ? MISSING : formatDuration(cpuMs),
      String(runs),
      candidate.value === report.chosen?.value ? `← ${nameChosen(report, state)}` : STATES[state],
    ];
  });

/** The fastest is fast enough for itself, whatever is known of the others. */
const nameChosen = ({ verdict }: TuningReport, state: CandidateState): string =>
  verdict === 'undecided' ? STATES.undecided : STATES[state];

const formatThroughput = ({ throughputUnit }: TuningReport, throughput: number): string =>
  throughputUnit === 'runsPerSecond'
    ? `${Number(throughput.toPrecision(3))} runs/s`
    : formatFigure(throughput, throughputUnit);

function formatShare({ best }: TuningReport, { value, relative, throughput }: Candidate): string {
  const percent = (share: number): string => String(Math.round(100 * share));
  if (value === best?.value) return '100 %';
  if (relative !== undefined)
    return `${percent(relative.estimate)} % (${percent(relative.low)}–${percent(relative.high)})`;
  if (throughput === undefined || best?.throughput === undefined) return MISSING;
  return `about ${percent(throughput / best.throughput)} %`;
}
