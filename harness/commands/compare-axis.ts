/** The values of one axis of a report, as a user names them: what is not there is a UsageError. */
import {
  compareValues,
  kindsOf,
  listAxes,
  listValues,
  type ValuesComparison,
} from '../compare/compare-values.ts';
import { UsageError } from '../errors.ts';
import { formatParameter } from '../report/text/case-label.ts';
import type { ParameterKind, Report } from '../result.ts';
import type { ParameterValue } from '../scenario.ts';
import { parseBytes } from '../units.ts';
import { suggestWord } from '../words/suggest-word.ts';

export interface RequestedAxis {
  readonly axis: string;
  /** The value that the others are compared with, as it was typed; undefined for the first. */
  readonly reference: string | undefined;
}

export function compareAxisOf(report: Report, { axis, reference: typed }: RequestedAxis): ValuesComparison {
  const values = listValues(report, axis);
  refuseFewValues(report, axis, values);
  const against = typed === undefined ? undefined : findValue(values, axis, typed, kindsOf(report)[axis]);
  return compareValues(report, { axis, against });
}

function refuseFewValues(report: Report, axis: string, values: readonly ParameterValue[]): void {
  if (values.length > 1) return;
  const axes = listAxes(report);
  if (!axes.includes(axis)) {
    throw new UsageError(`the report has no parameter ${axis}`, {
      hint: suggestWord(axis, axes) ?? `available: ${axes.join(', ')}`,
    });
  }
  const varying = axes.filter((one) => listValues(report, one).length > 1);
  const only = values.map((value) => formatParameter(value, kindsOf(report)[axis])).join('');
  throw new UsageError(`the report has only one value of ${axis}: ${only || 'none'}`, {
    hint:
      varying.length > 0
        ? `it has several values of ${varying.join(', ')}`
        : axis === 'node'
          ? 'measure several: --node 22 --node 24'
          : `measure several: --param ${axis}=…,…`,
  });
}

/** `64KiB` is 65536. */
function findValue(
  values: readonly ParameterValue[],
  axis: string,
  typed: string,
  kind: ParameterKind | undefined,
): ParameterValue {
  const found = values.find((value) => String(value) === typed || value === parseBytes(typed));
  if (found !== undefined) return found;
  const known = values.map((value) => formatParameter(value, kind));
  throw new UsageError(`the report has no value ${typed} of ${axis}`, {
    hint: suggestWord(typed, known) ?? `available: ${known.join(', ')}`,
  });
}
