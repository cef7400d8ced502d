/** The classes of metrics, as `--metrics` names them. */
import { UsageError } from '../../errors.ts';
import { METRIC_CLASSES, type MetricClass } from '../../metrics.ts';
import { splitWords } from './parse-values.ts';

export const CLASS_WORDS = [...METRIC_CLASSES, 'all'];

/** Throws a UsageError for any other word. */
export function parseClasses(words: string, option: string): ReadonlySet<MetricClass> {
  const names = splitWords([words]);
  const unknown = names.find((name) => name !== 'all' && !isClass(name));
  if (unknown !== undefined || names.length === 0) {
    throw new UsageError(`${option} ${words} does not name a metric class`, {
      hint: `choose from ${METRIC_CLASSES.join(', ')}, comma-separated; or all`,
    });
  }
  return new Set(names.includes('all') ? METRIC_CLASSES : names.filter(isClass));
}

const isClass = (word: string): word is MetricClass => (METRIC_CLASSES as readonly string[]).includes(word);
