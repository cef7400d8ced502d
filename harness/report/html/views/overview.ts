/** The first thing that is read: the verdict in words, and a row for each case. */
import type { Report } from '../../../result.ts';
import { formatBytes } from '../../../units.ts';
import { countAll } from '../../text/answer/case-counts.ts';
import { type Culprit, listCulprits } from '../../text/answer/culprits.ts';
import { listFindings } from '../../text/findings.ts';
import { nameVerdict } from '../../text/headline.ts';
import { renderMiniTimeline } from '../charts/mini-timeline.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { nameShown, type Shown, type ShownCase } from '../page-parts.ts';
import { type Cell, renderTable } from '../table.ts';
import {
  bytesCell,
  countExpectations,
  countOutcomes,
  explainedCell,
  judgeCase,
  peakCell,
  slopeCell,
  sumHighWaterMarks,
} from './case-figures.ts';
import { countClaimsOf } from './claims.ts';
import {
  chooseSeries,
  findLive,
  findSampled,
  peakOf,
  SERIES_KINDS,
  SERIES_NAMES,
} from './memory/memory-series.ts';

export function renderVerdict(report: Report): Markup {
  const reported = { kind: 'run', report } as const;
  const findings = listFindings(reported);
  const culprits = listCulprits(reported, findings);
  const verdict = nameVerdict(reported, findings);
  // That a claim is false is as good an answer as any: nothing has passed or failed.
  if (report.request.command === 'claims' && verdict === 'pass')
    return renderAnswer('measured', countClaimsOf(report), []);
  return renderAnswer(verdict, countAll(findings), culprits);
}

export const renderAnswer = (verdict: string, counts: string, culprits: readonly Culprit[]): Markup =>
  html`<p class="verdict"><strong>${verdict}</strong>: ${counts}</p>
${
  culprits.length === 0
    ? NOTHING
    : html`<ul class="culprits">${culprits.map(
        ({ name, worse, where }) =>
          html`<li><strong>${name}</strong>: ${worse.join('; ')}${where === undefined ? undefined : html`<br><code>${where}</code>`}</li>`,
      )}</ul>`
}`;

const COLUMNS = [
  { head: 'case' },
  { head: 'verdict' },
  { head: 'slope', isNumber: true },
  { head: 'explained', isNumber: true },
  { head: 'peak', isNumber: true },
  { head: 'highWaterMark', isNumber: true },
  { head: 'outcome' },
  { head: 'expectations' },
  { head: 'warnings', isNumber: true },
  { head: 'memory over time' },
];

export function renderOverview({ cases, samples }: Shown): Markup {
  const hasTags = cases.some(({ result }) => (result.tags ?? []).length > 0);
  const rows = cases.map((shown): Cell[] => {
    const { result } = shown;
    const verdict = judgeCase(result);
    return [
      html`<a href="#${shown.anchor}">${nameShown(shown)}</a>`,
      html`<span class="is-${verdict.replace(' ', '-')}">${verdict}</span>`,
      slopeCell(result),
      explainedCell(result),
      peakCell(result),
      bytesCell(sumHighWaterMarks(result)),
      countOutcomes(result),
      countExpectations(result),
      { text: String(result.warnings.length), value: result.warnings.length },
      renderMini(shown, samples),
      ...(hasTags ? [renderTags(result.tags)] : []),
    ];
  });
  return html`<section id="overview"><h2>Overview</h2>${renderTable('Every case', hasTags ? [...COLUMNS, { head: 'tags' }] : COLUMNS, rows)}</section>`;
}

/** Each is an element: a script finds the tags of a row, whatever is in them. */
const renderTags = (tags: readonly string[] = []): Markup =>
  html`${tags.map((tag) => html`<span class="tag">${tag}</span> `)}`;

function renderMini({ result }: ShownCase, samples: Shown['samples']): Markup | string {
  const memory = findSampled(result, samples) ?? findLive(result, samples);
  if (memory === undefined) return '–';
  const name = chooseSeries([memory]);
  const points = memory.series[name];
  const max = peakOf(points);
  const description = `${SERIES_NAMES[name]} up to ${formatBytes(max)}`;
  return html`${renderMiniTimeline(points, { kind: SERIES_KINDS[name], max, description })} ${description}`;
}
