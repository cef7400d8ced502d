import type { ParameterValue } from '../../scenario.ts';
import { formatBytes, formatCount } from '../../units.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { wrapText } from '../text/wrap-text.ts';
import type { TerminalStyle } from './scenario-report.ts';

export interface ListedScenario {
  readonly name: string;
  /** The folder of scenarios/ that it is in. */
  readonly topic: string;
  readonly title: string;
  readonly about?: { readonly what: string; readonly why: string; readonly expect: string };
  readonly tags: readonly string[];
  readonly pairedWith?: string;
  /** The versions of Node and the flags without which it is skipped, in words. */
  readonly needs?: string;
  /** How its metric must grow. */
  readonly growth?: string;
  /** The metric whose growth is judged. */
  readonly metric?: string;
  /** How its runs must end, if not by completing. */
  readonly outcome?: string;
  /** The parameters whose values are shown in one table. */
  readonly compared?: readonly string[];
  readonly parameters: readonly ListedParameter[];
  /** How many there are with --matrix. */
  readonly cases: number;
}

export interface ListedParameter {
  readonly name: string;
  readonly kind: string;
  readonly values: readonly ParameterValue[];
}

/** A few lines per scenario: title, tags, parameters with their values (the default first), and the number of cases. */
export function renderList(scenarios: readonly ListedScenario[], style: TerminalStyle): string {
  return scenarios.map((scenario) => renderListed(scenario, style)).join('\n\n');
}

function renderListed(scenario: ListedScenario, { colors, width }: TerminalStyle): string {
  const { name, title, tags, pairedWith, needs, parameters, cases } = scenario;
  const facts = [
    ...(tags.length === 0 ? [] : [tags.join(' ')]),
    ...(pairedWith === undefined ? [] : [`see ${pairedWith}`]),
    ...(needs === undefined ? [] : [`needs ${quoteLine(needs)}`]),
    cases === 1 ? '1 case' : `${cases} cases with --matrix`,
  ].join(' · ');
  return [
    wrapText(title === name ? name : `${name}  ${title}`, width, '  ').replace(name, colors.bold(name)),
    colors.dim(wrapText(`  ${facts}`, width, '  ')),
    ...parameters.map((parameter) =>
      wrapText(`  ${parameter.name}: ${formatValues(parameter).map(quoteLine).join(', ')}`, width, '    '),
    ),
  ].join('\n');
}

/** The declared values, the default first, each formatted by its kind: a count is not a size, however large it is. */
export function formatValues({ kind, values }: ListedParameter): string[] {
  return values.map((value) => {
    if (typeof value === 'string') return value;
    return kind === 'count' ? formatCount(value) : formatBytes(value);
  });
}
