/** `--limit`: what no run of any scenario may exceed. */
import { UsageError } from '../../errors.ts';
import { isLimitMetric, LIMIT_METRICS } from '../../growth.ts';
import { findMetric } from '../../metrics.ts';
import { parseBytes, parseDuration } from '../../units.ts';
import { suggestWord } from '../../words/suggest-word.ts';

/** By metric; that of `growth` is a verdict. */
export type CommonLimits = Readonly<Record<string, number | 'bounded'>>;

export const LIMIT_NAMES = ['growth', ...LIMIT_METRICS];

/** `peakBufferedBytes=128KiB`, `durationMs=2s`, `writesAfterFalse=0`, `growth=bounded`; the last one of a metric counts. */
export function parseLimits(words: readonly string[], option: string): CommonLimits {
  return Object.fromEntries(words.map((word) => parseLimit(word, option)));
}

function parseLimit(word: string, option: string): [string, number | 'bounded'] {
  const [, name = '', value = ''] = /^\s*([^=\s]*)\s*(?:=\s*(.*?)\s*)?$/s.exec(word) ?? [];
  if (name !== 'growth' && !isLimitMetric(name)) {
    throw new UsageError(`${option} ${word}: there is no limit for ${name === '' ? 'that' : name}`, {
      hint: suggestWord(name, LIMIT_NAMES) ?? `choose from ${LIMIT_NAMES.join(', ')}, recorded.NAME`,
    });
  }
  if (name === 'growth') {
    if (value === 'bounded') return [name, value];
    throw new UsageError(`${option} ${word}: growth can only be limited to bounded`, {
      hint: `write ${option} growth=bounded`,
    });
  }
  const limit = parseAmount(name, value);
  if (limit !== undefined && Number.isFinite(limit) && limit >= 0) return [name, limit];
  throw new UsageError(`${option} ${word} is not a limit`, { hint: `write ${option} ${exampleOf(name)}` });
}

function parseAmount(name: string, value: string): number | undefined {
  const unit = findMetric(name)?.unit;
  if (unit === 'bytes') return parseBytes(value);
  if (unit === 'ms') return parseDuration(/^[\d.]+$/.test(value) ? `${value}ms` : value);
  return /^\d+(?:\.\d+)?(?:e\d+)?$/.test(value) ? Number(value) : undefined;
}

function exampleOf(name: string): string {
  const unit = findMetric(name)?.unit;
  return `${name}=${unit === 'bytes' ? '128KiB' : unit === 'ms' ? '2s' : '0'}`;
}
