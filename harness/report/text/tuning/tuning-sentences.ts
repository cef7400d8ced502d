/** The answer of `tune` in words: the same for the terminal, Markdown and annotations. Pure. */
import { findChunkBytes } from '../../../tune/chunk-size.ts';
import type { Candidate, RelativeThroughput } from '../../../tune/tuning.ts';
import type { TuningReport } from '../../../tune/tuning-report.ts';
import { formatBytes, formatDuration, formatFigure } from '../../../units.ts';
import { describeTimes } from '../answer/culprits.ts';
import { formatParameter } from '../case-label.ts';

export const formatValue = ({ kind }: Pick<TuningReport, 'kind'>, { value }: Candidate): string =>
  formatParameter(value, kind);

/** `highWaterMark 256 KiB is as fast as any …`, in one sentence. */
export function describeAnswer(report: TuningReport): string {
  const { parameter, verdict, chosen } = report;
  if (verdict === 'failed') return describeFailure(report);
  if (chosen === undefined) return describeNothingFits(report);
  switch (verdict) {
    case 'no-difference':
      return `${parameter} does not matter here: ${describeRange(report)} no value is shown to be more than ${formatShare(report.within)} faster than ${formatValue(report, chosen)}${describeWhy(report, chosen)}`;
    case 'undecided':
      return `cannot tell: the runs vary too much to show a difference of ${formatShare(report.within)}. ${parameter} ${formatValue(report, chosen)} ${describeUnsure(report, chosen)}`;
    default:
      return `${parameter} ${formatValue(report, chosen)} ${describeSpeed(report, chosen)}`;
  }
}

/** What else there is to say, a sentence each. */
export function listRemarks(report: TuningReport): string[] {
  const { chosen } = report;
  if (chosen === undefined) return listFailures(report);
  return [
    describeUnits(report, chosen),
    describeDefault(report, chosen),
    describeUnlimited(report, chosen),
    describeUndecided(report, chosen),
    describeSamePeak(report),
    describeTop(report, chosen),
    describeModel(report),
    describeVolume(report),
    ...listFailures(report),
  ].filter((line) => line !== '');
}

const formatShare = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

const formatPercent = (share: number): string => `${Math.round(100 * share)} %`;

function describeRelative(relative: RelativeThroughput | undefined): string {
  if (relative === undefined) return '';
  const { estimate, low, high } = relative;
  return `${formatPercent(estimate)} as fast as the fastest (${formatPercent(low)} to ${formatPercent(high)})`;
}

/** Also the fastest is only said to be so if no other may be faster. */
const describeUnsure = ({ best }: TuningReport, { value, relative }: Candidate): string =>
  value === best?.value
    ? 'was the fastest, and others may be faster'
    : `looks fast enough: ${describeRelative(relative)}`;

function describeRange(report: TuningReport): string {
  const measured = report.candidates.filter(({ throughput }) => throughput !== undefined);
  const [smallest, largest] = [measured[0], measured.at(-1)];
  if (smallest === undefined || largest === undefined) return '';
  return `from ${formatValue(report, smallest)} to ${formatValue(report, largest)}`;
}

function describeWhy(report: TuningReport, { value, peakBufferedBytes }: Candidate): string {
  if (report.tieBrokenBy === 'the default') return ', the default, and none buffers less';
  if (report.tieBrokenBy !== undefined) return `, which takes the least ${report.tieBrokenBy}`;
  if (peakBufferedBytes === undefined || value !== report.candidates[0]?.value) return '';
  return `, which buffers the least, ${formatBytes(peakBufferedBytes)}`;
}

function describeSpeed(report: TuningReport, chosen: Candidate): string {
  const { best, budgetBytes, latencyMs } = report;
  const limit =
    budgetBytes !== undefined
      ? ` of those that buffer no more than ${formatBytes(budgetBytes)}`
      : latencyMs !== undefined
        ? ` of those that buffer no more than ${formatDuration(latencyMs)} of data`
        : '';
  if (best === undefined || best.value === chosen.value)
    return `is the fastest${limit}${describeNextSmaller(report, chosen)}`;
  const peaks = [chosen.peakBufferedBytes, best.peakBufferedBytes];
  const [own = 0, other = 0] = peaks;
  const memory =
    peaks.includes(undefined) || own >= other
      ? ''
      : `, and buffers ${formatBytes(own)} instead of ${formatBytes(other)}`;
  return `is the smallest that is within ${formatShare(report.within)} of the fastest${limit}, ${formatValue(report, best)}: ${describeShare(chosen.relative)}${memory}`;
}

const describeShare = (relative: RelativeThroughput | undefined): string =>
  relative === undefined
    ? 'as fast'
    : `${formatPercent(relative.estimate)} as fast (${formatPercent(relative.low)} to ${formatPercent(relative.high)})`;

function describeNextSmaller(report: TuningReport, chosen: Candidate): string {
  const next = report.candidates
    .filter(({ value, state }) => value < chosen.value && state === 'too-slow')
    .at(-1);
  if (next?.throughput === undefined || chosen.throughput === undefined) return '';
  const share = next.relative?.estimate ?? next.throughput / chosen.throughput;
  return `: ${formatValue(report, next)} is only ${formatPercent(share)} as fast`;
}

/** `256 KiB = 16 chunks of 16 KiB = 5.1 ms of data at 49 MiB/s`. */
function describeUnits(report: TuningReport, chosen: Candidate): string {
  const { kind, throughputUnit } = report;
  const { throughput = 0, peakBufferedBytes } = chosen;
  const sizeBytes = kind === 'bytes' ? chosen.value : peakBufferedBytes;
  if (sizeBytes === undefined || sizeBytes === 0) return '';
  const chunkBytes = findChunkBytes(report);
  const name = kind === 'bytes' ? formatBytes(sizeBytes) : `at most ${formatBytes(sizeBytes)} buffered`;
  const chunks =
    chunkBytes === undefined
      ? ''
      : ` = ${describeChunks(sizeBytes / chunkBytes)} of ${formatBytes(chunkBytes)}`;
  const time =
    throughputUnit === 'bytesPerSecond' && throughput > 0
      ? ` = ${formatDuration((1000 * sizeBytes) / throughput)} of data at ${formatFigure(throughput, throughputUnit)}`
      : '';
  return `${name}${chunks}${time}`;
}

function describeChunks(count: number): string {
  // A whole number is exact.
  const shown = Number.isInteger(count) ? count : Number(count.toPrecision(2));
  return count < 1
    ? 'less than one chunk'
    : `${shown.toLocaleString('en-US')} ${shown === 1 ? 'chunk' : 'chunks'}`;
}

function describeDefault(report: TuningReport, chosen: Candidate): string {
  const of = report.default;
  if (of?.throughput === undefined || chosen.throughput === undefined) return '';
  if (of.value === chosen.value) return 'it is the default';
  if (report.verdict === 'undecided') return '';
  const name = `the default, ${formatValue(report, of)},`;
  const faster = chosen.throughput / of.throughput;
  if (of.state === 'too-large') return `${name} buffers too much`;
  if (of.state === 'too-slow' && faster > 1) {
    const times = faster >= 2 ? `${Number(faster.toPrecision(2))} times` : formatPercent(faster - 1);
    return `${name} is too small: this is ${times} ${faster >= 2 ? 'as fast' : 'faster'}`;
  }
  const [own, other] = [of.peakBufferedBytes, chosen.peakBufferedBytes];
  if (own === undefined || other === undefined || own <= other) return '';
  return `${name} is no faster, and buffers ${describeTimes(own / other)}`;
}

function describeUnlimited(report: TuningReport, chosen: Candidate): string {
  const { fastest } = report;
  if (fastest?.throughput === undefined || chosen.throughput === undefined) return '';
  const share = chosen.throughput / fastest.throughput;
  // Single runs say so by chance.
  if (share >= 1 - report.within) return fastest.relative === undefined ? '' : 'more would not be faster';
  const peak =
    fastest.peakBufferedBytes === undefined
      ? ''
      : `, which buffers ${formatBytes(fastest.peakBufferedBytes)}`;
  return `that is about ${formatPercent(share)} of what ${formatValue(report, fastest)} reaches${peak}`;
}

function describeUndecided(report: TuningReport, chosen: Candidate): string {
  if (report.verdict === 'undecided')
    return `for an answer: a quieter machine, or more time: --max-time 5min`;
  const open = report.candidates
    .filter(({ state, value }) => state === 'undecided' && value < chosen.value)
    .at(-1);
  if (open?.relative === undefined) return '';
  return `${formatValue(report, open)} may do as well: ${describeRelative(open.relative)}`;
}

/** A factor of fewer can be below one chunk, which is always buffered. */
const WIDE = 64;

/** A parameter that nothing reads. */
function describeSamePeak({ parameter, kind, candidates }: TuningReport): string {
  const peaks = candidates.flatMap(({ value, peakBufferedBytes: peak }) =>
    peak === undefined ? [] : [{ value, peak }],
  );
  const [first, last] = [peaks[0], peaks.at(-1)];
  if (kind !== 'bytes' || first === undefined || last === undefined) return '';
  const isSame = peaks.every(({ peak }) => peak === first.peak);
  if (!isSame || last.value < WIDE * first.value || last.value < 2 * first.peak) return '';
  return `${formatBytes(first.peak)} is buffered with each value: ${parameter} seems to change nothing`;
}

/** Less is what any call takes. */
const MIN_LATENCY_MS = 0.1;

/** The volume limits what can be measured. */
function describeTop(
  { candidates, verdict, kind, parameters, parameterKinds }: TuningReport,
  { value }: Candidate,
): string {
  const name = Object.keys(parameters).find((one) => parameterKinds[one] === 'volume');
  const isTop = value === candidates.at(-1)?.value && verdict === 'found' && candidates.length > 1;
  if (!isTop || kind !== 'bytes' || name === undefined) return '';
  return `larger values were not measured: they need a larger volume, such as --param ${name}=${formatBytes(4 * Number(parameters[name])).replace(' ', '')}`;
}

function describeModel({ model, kind, throughputUnit }: TuningReport): string {
  if (model === undefined || kind !== 'bytes' || throughputUnit !== 'bytesPerSecond') return '';
  if (model.latencyMs < MIN_LATENCY_MS) return '';
  return `a step takes about ${formatDuration(Number(model.latencyMs.toPrecision(2)))} however large it is; rate × latency is ${formatBytes(Number(model.inFlight.toPrecision(2)))}`;
}

function describeVolume({ scenarioVolumeBytes, parameters, parameterKinds }: TuningReport): string {
  if (scenarioVolumeBytes === undefined) return '';
  const name = Object.keys(parameters).find((one) => parameterKinds[one] === 'volume') ?? 'volume';
  return `measured with a ${name} of ${formatBytes(Number(parameters[name]))} instead of ${formatBytes(scenarioVolumeBytes)}, so that runs take neither too long nor too short`;
}

const listFailures = (report: TuningReport): string[] =>
  report.candidates
    .filter(({ state }) => state === 'failed' && report.verdict !== 'failed')
    .map((candidate) => `${formatValue(report, candidate)} failed: ${candidate.reason ?? ''}`);

function describeFailure(report: TuningReport): string {
  const failed = report.candidates.find(({ state }) => state === 'failed');
  if (failed === undefined) return 'nothing could be measured';
  return `${report.parameter} ${formatValue(report, failed)} could not be measured: ${failed.reason ?? ''}`;
}

function describeNothingFits(report: TuningReport): string {
  const { candidates, budgetBytes, latencyMs = 0, parameter } = report;
  const measured = candidates.filter(({ peakBufferedBytes }) => peakBufferedBytes !== undefined);
  const least = measured.reduce<Candidate | undefined>(
    (best, one) => (best === undefined || waitOf(one, report) < waitOf(best, report) ? one : best),
    undefined,
  );
  const limit = budgetBytes === undefined ? `${formatDuration(latencyMs)} of data` : formatBytes(budgetBytes);
  if (least === undefined) return `no ${parameter} fits in ${limit}`;
  const { peakBufferedBytes = 0, throughput = 0 } = least;
  const needed =
    budgetBytes === undefined
      ? formatDuration((1000 * peakBufferedBytes) / throughput)
      : formatBytes(peakBufferedBytes);
  return `no ${parameter} fits in ${limit}: ${formatValue(report, least)} buffers ${needed}`;
}

const waitOf = (
  { peakBufferedBytes = 0, throughput = 1 }: Candidate,
  { budgetBytes }: TuningReport,
): number => (budgetBytes === undefined ? peakBufferedBytes / throughput : peakBufferedBytes);
