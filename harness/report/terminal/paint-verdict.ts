import type { ComparisonVerdict, MetricVerdict } from '../../compare/verdict.ts';
import type { Colors } from '../text/colors.ts';

/** The verdict as a word that fits its column. */
export const wordOf = (verdict: MetricVerdict | ComparisonVerdict): string =>
  verdict === 'informational' ? 'info' : verdict;

export function paintVerdict(verdict: MetricVerdict | ComparisonVerdict, colors: Colors): string {
  const word = wordOf(verdict);
  switch (verdict) {
    case 'regression':
      return colors.red(word);
    case 'improvement':
      return colors.green(word);
    case 'inconclusive':
    case 'not-comparable':
      return colors.yellow(word);
    case 'informational':
      return colors.dim(word);
    case 'pass':
      return word;
  }
}

/** The verdict of a whole report, in the words of nameVerdict. */
export function paintWords(verdict: string, colors: Colors): string {
  switch (verdict) {
    case 'pass':
      return verdict;
    case 'improvement':
      return colors.green(verdict);
    case 'inconclusive':
    case 'not comparable':
      return colors.yellow(verdict);
    default:
      return colors.red(verdict);
  }
}
