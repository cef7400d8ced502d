import type { CaseResult } from '../../result.ts';
import type { ParameterValue } from '../../scenario.ts';
import { formatBytes } from '../../units.ts';
import { quoteLine } from './terminal-text.ts';

/** For a person to read. Sizes are whole bytes in a report; from 1 KiB on a number is taken for a size. */
export function formatParameter(value: ParameterValue): string {
  return typeof value === 'number' && value >= 1024 ? formatBytes(value) : quoteLine(String(value));
}

/** The names of what differs between the cases: parameters, and the Node where there are several. */
export function varyingAxes(results: readonly CaseResult[]): string[] {
  const names = [...new Set(results.flatMap(({ parameters }) => Object.keys(parameters)))];
  const varying = names.filter((name) => new Set(results.map(({ parameters }) => parameters[name])).size > 1);
  return new Set(results.map(({ node }) => node)).size > 1 ? [...varying, 'node'] : varying;
}

/** `highWaterMark 64 KiB, sink file`: what tells this case from the others. Empty where nothing does. */
export function labelCase(result: Pick<CaseResult, 'parameters' | 'node'>, axes: readonly string[]): string {
  return axes
    .map((axis) => {
      const value = axis === 'node' ? result.node : result.parameters[axis];
      return value === undefined ? '' : `${axis} ${formatParameter(value)}`;
    })
    .filter((part) => part !== '')
    .join(', ');
}

/** The same behind a sentence: ` [highWaterMark 64 KiB, sink file]`. */
export function labelSentence(result: CaseResult, axes: readonly string[]): string {
  const label = labelCase(result, axes);
  return label === '' ? '' : ` [${label}]`;
}
