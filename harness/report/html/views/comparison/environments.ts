import type { ReportComparison } from '../../../../compare/verdict.ts';
import { describeEnvironment } from '../../../text/environment-text.ts';
import { html, type Markup } from '../../markup.ts';
import { renderTable } from '../../table.ts';

const DIFFERS = 'differs.';

/** What differs first: it is what else could have made a difference. */
export function renderEnvironments(comparison: ReportComparison): Markup {
  const { environmentDifferences } = comparison;
  const all = describeEnvironment({ kind: 'comparison', by: 'compare', comparison });
  const names = [...new Set(all.map(([name]) => name.replace(/^[ab]\./, '')))].filter(
    (name) => !name.startsWith(DIFFERS),
  );
  const find = (name: string): string => all.find(([other]) => other === name)?.[1] ?? '–';
  const columns = [{ head: 'property' }, { head: 'A' }, { head: 'B' }];
  return html`<section id="environment"><h2>Environments</h2>${
    environmentDifferences.length === 0
      ? html`<p>No recorded differences.</p>`
      : renderTable(
          'What differs',
          columns,
          environmentDifferences.map(({ field, a, b }) => [field, a, b]),
        )
  }${renderTable(
    'Both environments',
    columns,
    names.map((name) => [name, find(`a.${name}`), find(`b.${name}`)]),
  )}</section>`;
}
