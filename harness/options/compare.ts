/** What the user asked `compare` for, complete and valid. */
import { UsageError } from '../errors.ts';

export interface CompareOptions {
  readonly command: 'compare';
  /** Paths or ids. One is a folder of two programs that were run side by side, or a report whose values are compared. */
  readonly reports: readonly [string] | readonly [string, string];
  /** The values of an axis, and the one that the others are held against, as it was typed. */
  readonly by: { readonly axis: string; readonly against: string | undefined } | undefined;
  readonly resultsRoot: string;
  readonly json: boolean;
  readonly strict: boolean;
}

export interface RawCompareArguments {
  readonly report: string;
  readonly other: string | undefined;
  readonly by: string | undefined;
  readonly against: string | undefined;
  readonly results: string;
  readonly json: boolean;
  readonly strict: boolean;
}

/** Throws a UsageError where what was given does not fit together. */
export function parseCompareOptions(raw: RawCompareArguments): CompareOptions {
  const { report, other, by, against, results, json, strict } = raw;
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
  return {
    command: 'compare',
    reports: other === undefined ? [report] : [report, other],
    by: by === undefined ? undefined : { axis: by, against },
    resultsRoot: results,
    json,
    strict,
  };
}
