/** What has to be true of a run before anything can be said of its figures. */
import { UsageError } from '../../errors.ts';
import { judgeSubject } from '../../measure/judge-subject.ts';
import type { Subject } from '../../plan/plan-runs.ts';
import { describeFirstCall } from '../../report/text/label-rows.ts';
import { describeOutcome } from '../../report/text/outcome-text.ts';
import { type CaseResult, endedAsExpected, type LabelResult, type RunResult } from '../../result.ts';
import type { Runs } from './make-runs.ts';

const WATCH = "watch a stream in its run(): const sink = watch('sink', createWriteStream(path))";

/** Throws a UsageError for a run that failed, was interrupted, or did not do what its scenario says it does. */
export function requireRuns(subject: Subject, runs: Runs): readonly RunResult[] {
  const { name, expect } = subject.case.scenario;
  const results = runs.resultsOf(subject);
  if (runs.isInterrupted || results.length === 0)
    throw new UsageError(`${name} was not measured: it was interrupted`);
  const expected = expect?.outcome === undefined ? {} : { expectedOutcome: expect.outcome };
  const failed = results.find((run) => !endedAsExpected(run, expected));
  if (failed !== undefined) {
    const stderr = failed.outcome.state === 'crashed' ? failed.outcome.stderrLines : [];
    const lines = stderr.slice(0, 5).map((line) => `\n    ${line}`);
    throw new UsageError(
      `${name} was not measured: its run ${describeOutcome(failed.outcome)}${lines.join('')}`,
    );
  }
  const check = results.flatMap(({ checks = [] }) => checks).find(({ passed }) => !passed);
  if (check === undefined) return results;
  throw new UsageError(`${name} was not measured: its own check failed: ${check.text}`, {
    hint: 'a scenario that did not do its work shows nothing: run it by itself to see why',
  });
}

/** The same for streams, which have to be watched, and to have passed something on. */
export function requireStreams(
  subject: Subject,
  runs: Runs,
): CaseResult & { readonly labels: readonly LabelResult[] } {
  requireRuns(subject, runs);
  const result = judgeSubject(subject, runs.of(subject), undefined, false);
  const { name } = subject.case.scenario;
  const { labels = [] } = result;
  if (labels.length === 0)
    throw new UsageError(`${name} was not measured: no stream is watched`, { hint: WATCH });
  if (labels.every(isIdle)) {
    throw new UsageError(`${name} was not measured: nothing went through its watched streams`, {
      hint: 'write to them, or push into them, after watch()',
    });
  }
  return { ...result, labels };
}

const isIdle = ({ bytesIn, peakBufferedChunks = 0, unsizedChunks = 0 }: LabelResult): boolean =>
  bytesIn === 0 && peakBufferedChunks === 0 && unsizedChunks === 0;

/** A line for each label that was written to, or pushed into, after false. */
export const describeCalls = (labels: readonly LabelResult[]): string[] =>
  labels.flatMap((label) => {
    const call = describeFirstCall(label);
    return call === undefined ? [] : [`first call after false: ${call}`];
  });
