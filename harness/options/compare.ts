/** What the user asked `compare` for, complete and valid. */
import { UsageError } from '../errors.ts';
import { parseReporters, type ReporterRequest } from './reporters.ts';

export interface CompareOptions {
  readonly command: 'compare';
  /** Paths or ids. One is a folder of two programs that were run side by side, or a report whose values are compared. */
  readonly reports: readonly [string] | readonly [string, string];
  /** The values of an axis, and the one that the others are held against, as it was typed. */
  readonly by: { readonly axis: string; readonly against: string | undefined } | undefined;
  readonly resultsRoot: string;
  readonly reporters: readonly ReporterRequest[];
  readonly json: boolean;
  readonly strict: boolean;
}

export interface RawCompareArguments {
  readonly report: string;
  readonly other: string | undefined;
  readonly by: string | undefined;
  readonly against: string | undefined;
  readonly results: string;
  readonly reporter: readonly string[];
  readonly json: boolean;
  readonly strict: boolean;
}

/** Throws a UsageError where what was given does not fit together. */
export function parseCompareOptions(raw: RawCompareArguments): CompareOptions {
  const { report, other, by, against, results, reporter, json, strict } = raw;
  if (by !== undefined && other !== undefined) {
    throw new UsageError('--by compares the values of an axis within one report', {
      hint: 'give one report, or leave --by out',
    });
  }
  if (against !== undefined && by === undefined) {
    throw new UsageError('--against names a value of the axis that --by names', {
      hint: 'write --by highWaterMark --against 64KiB',
    });
  }
  if (by !== undefined && reporter.length > 0) {
    throw new UsageError('--reporter says what two reports say of each other', {
      hint: 'leave --by out, or take --json',
    });
  }
  return {
    command: 'compare',
    reports: other === undefined ? [report] : [report, other],
    by: by === undefined ? undefined : { axis: by, against },
    resultsRoot: results,
    reporters: parseReporters(reporter, json),
    json,
    strict,
  };
}
