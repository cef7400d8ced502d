/** A value of a configuration, as the flag of its option would have it. */
import { describeGiven } from '../../catalogue/wrong-value.ts';
import type { Option } from '../../command-line/define-command.ts';
import type { Raw } from '../../command-line/parser/settings.ts';
import { UsageError } from '../../errors.ts';

/** Throws a UsageError whose message continues the path of the value. */
export function toRaw({ kind, takes }: Option<unknown>, value: unknown): Raw {
  if (kind === 'toggle') {
    if (typeof value === 'boolean') return value;
    throw mustBe('true or false', value);
  }
  if (kind === 'word') {
    if (isWord(value)) return String(value);
    throw mustBe('one value: a string or a number', value);
  }
  if (takes === 'parameters') return toAssignments(value, "{ highWaterMark: ['16KiB', '1MiB'] }");
  if (takes === 'limits') return toAssignments(value, "{ peakBufferedBytes: '128KiB', growth: 'bounded' }");
  const words = Array.isArray(value) ? value : [value];
  const wrong = words.find((one) => !isWord(one));
  if (wrong === undefined && words.length > 0) return words.map(String);
  throw mustBe('a string, or a list of them', words.length === 0 ? value : wrong);
}

function toAssignments(value: unknown, example: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw mustBe(`an object, such as ${example}`, value);
  return Object.entries(value).map(([name, one]) => {
    const values: unknown[] = Array.isArray(one) ? one : [one];
    const wrong = values.find((each) => !isWord(each));
    if (wrong === undefined && values.length > 0) return `${name}=${values.join(',')}`;
    throw new UsageError(
      `${name} must be a string or a number, not ${describeGiven(values.length === 0 ? one : wrong)}`,
    );
  });
}

const isWord = (value: unknown): value is string | number =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

const mustBe = (what: string, given: unknown): UsageError =>
  new UsageError(`must be ${what}, not ${describeGiven(given)}`);
