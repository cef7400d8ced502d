/** The classes of metrics, as `--metrics` names them. */
import { UsageError } from '../errors.ts';
import { METRIC_CLASSES, type MetricClass } from '../metrics.ts';
import { splitWords } from './values.ts';

export { MACHINE_DEPENDENT, MACHINE_INDEPENDENT, METRIC_CLASSES, type MetricClass } from '../metrics.ts';

/** Throws a UsageError for a word that is none of them. */
export function parseClasses(words: string): Set<MetricClass> {
  const names = splitWords([words]);
  const unknown = names.find((name) => name !== 'all' && !isClass(name));
  if (unknown !== undefined || names.length === 0) {
    throw new UsageError(`--metrics ${words} names no class of metrics`, {
      hint: `it is one or more of ${METRIC_CLASSES.join(', ')}, with commas; or all`,
    });
  }
  return new Set(names.includes('all') ? METRIC_CLASSES : names.filter(isClass));
}

const isClass = (word: string): word is MetricClass => (METRIC_CLASSES as readonly string[]).includes(word);
