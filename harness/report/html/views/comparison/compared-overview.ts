/** The first thing of a comparison that is read: the verdict in words, and a row for each case. */
import type { MetricComparison, ReportComparison } from '../../../../compare/verdict.ts';
import { differenceOf } from '../../../../compare/verdict.ts';
import type { Report } from '../../../../result.ts';
import { countAll } from '../../../text/answer/case-counts.ts';
import { listCulprits } from '../../../text/answer/culprits.ts';
import { labelFully } from '../../../text/case-label.ts';
import { formatShortDifference } from '../../../text/comparison-figures.ts';
import { listFindings } from '../../../text/findings.ts';
import { nameVerdict } from '../../../text/headline.ts';
import { html, type Markup, NOTHING } from '../../markup.ts';
import { nameInFull } from '../../name-in-full.ts';
import { type Cell, renderTable } from '../../table.ts';
import { renderAnswer } from '../overview.ts';
import { renderSectionsLeftOut } from '../sections.ts';
import { type ComparedCase, hasChanged } from './compared-cases.ts';

export function renderComparedVerdict(comparison: ReportComparison, report: Report): Markup {
  const reported = { kind: 'comparison', by: 'compare', comparison, report } as const;
  const findings = listFindings(reported);
  const verdict = nameVerdict(reported, findings);
  const { isComparable, reasons } = comparison;
  return isComparable
    ? renderAnswer(verdict, countAll(findings), listCulprits(reported, findings))
    : renderAnswer(verdict, reasons.join('; '), []);
}

const COLUMNS = [
  { head: 'case' },
  { head: 'verdict' },
  { head: 'what changed' },
  { head: 'changed', isNumber: true },
  { head: 'compared', isNumber: true },
];

export function renderComparedOverview(cases: readonly ComparedCase[]): Markup {
  const rows = cases.map(({ compared, name, anchor, verdict, hasSection }): Cell[] => {
    const { metrics } = compared;
    const changed = metrics.filter(hasChanged);
    return [
      hasSection ? html`<a href="#${anchor}">${name}</a>` : html`<span id="${anchor}">${name}</span>`,
      html`<span class="is-${verdict}">${verdict}</span>`,
      changed.slice(0, MAX_NAMED).map(describeChange).join('; ') + (changed.length > MAX_NAMED ? '; …' : ''),
      { text: String(changed.length), value: changed.length },
      { text: String(metrics.length), value: metrics.length },
    ];
  });
  return html`<section id="overview"><h2>Overview</h2>${renderSectionsLeftOut(cases, LEFT_OUT)}${renderTable('Every case', COLUMNS, rows)}</section>`;
}

const LEFT_OUT = {
  first: 'got worse or could not be judged',
  others: html`<code>tidemark compare A B --json</code> has the figures of all.`,
};

const MAX_NAMED = 3;

const describeChange = (metric: MetricComparison): string =>
  `${nameInFull(metric.metric)} ${formatShortDifference(differenceOf(metric), metric.unit)}`;

export function renderMissing({ missing }: ReportComparison): Markup {
  if (missing.length === 0) return NOTHING;
  const rows = missing.map((one) => [
    `${one.scenario} [${labelFully(one)}]`,
    one.side === 'a' ? 'A' : 'B',
    one.reason,
  ]);
  const columns = [{ head: 'case' }, { head: 'missing in' }, { head: 'reason' }];
  return html`<section id="missing"><h2>Cases that one report lacks</h2>${renderTable('Missing cases', columns, rows)}</section>`;
}
