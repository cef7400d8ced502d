/** The first thing that is read: the verdict in words, and a row for each case. */
import type { Report } from '../../../result.ts';
import { formatBytes } from '../../../units.ts';
import { countAll } from '../../text/answer/case-counts.ts';
import { type Culprit, listCulprits } from '../../text/answer/culprits.ts';
import { MISSING } from '../../text/comparison-figures.ts';
import { listFindings } from '../../text/findings.ts';
import { nameVerdict } from '../../text/headline.ts';
import { renderMiniTimeline } from '../charts/mini-timeline.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { linkTo, nameShown, type Shown, type ShownCase } from '../page-parts.ts';
import { type Cell, type Column, renderTable } from '../table.ts';
import {
  bytesCell,
  type CaseVerdict,
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
import { renderSectionsLeftOut } from './sections.ts';

/** `isLive`: other runs will follow, and may change it. */
export function renderVerdict(report: Report, isLive = false): Markup {
  const reported = { kind: 'run', report } as const;
  const findings = listFindings(reported);
  const culprits = listCulprits(reported, findings);
  const verdict = nameVerdict(reported, findings);
  // That a claim is false is as good an answer as any: nothing has passed or failed.
  if (report.request.command === 'claims' && verdict === 'pass')
    return renderAnswer('measured', countClaimsOf(report), []);
  return renderAnswer(`${isLive ? 'so far: ' : ''}${verdict}`, countAll(findings), culprits);
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

interface OverviewColumn extends Column {
  readonly show: (one: ShownCase, shown: Shown) => Cell;
  /** Left out where no case has anything to show: the others get its room. */
  readonly isOptional?: boolean;
}

/** The script finds the verdict in the second, and a case by the link in the first. */
const COLUMNS: readonly OverviewColumn[] = [
  { head: 'case', show: renderName },
  { head: 'verdict', show: ({ result }) => renderWord(judgeCase(result)) },
  { ...{ head: 'slope', isNumber: true, isOptional: true }, show: ({ result }) => slopeCell(result) },
  { ...{ head: 'explained', isNumber: true, isOptional: true }, show: ({ result }) => explainedCell(result) },
  { ...{ head: 'peak', isNumber: true, isOptional: true }, show: ({ result }) => peakCell(result) },
  {
    ...{ head: 'highWaterMark', isNumber: true, isOptional: true },
    show: ({ result }) => bytesCell(sumHighWaterMarks(result)),
  },
  { head: 'outcome', show: ({ result }) => countOutcomes(result) },
  { head: 'expectations', isOptional: true, show: ({ result }) => countExpectations(result) },
  {
    ...{ head: 'warnings', isNumber: true },
    show: ({ result: { warnings } }) => ({ text: String(warnings.length), value: warnings.length }),
  },
  { head: 'memory over time', isOptional: true, show: renderMini },
  { head: 'tags', isOptional: true, show: ({ result }) => renderTags(result.tags) },
];

const renderWord = (verdict: CaseVerdict): Markup =>
  html`<span class="is-${verdict.replace(' ', '-')}">${verdict}</span>`;

/** An address of a case leads to its row if it has no section. */
function renderName(one: ShownCase): Cell {
  const name = nameShown(one);
  return one.hasSection ? linkTo(one, name) : html`<span id="${one.anchor}">${name}</span>`;
}

export function renderOverview(shown: Shown): Markup {
  const { cases } = shown;
  const rows = cases.map((one) => COLUMNS.map(({ show }) => show(one, shown)));
  const isShown = COLUMNS.map(
    ({ isOptional = false }, index) => !isOptional || rows.some((row) => !isEmpty(row[index])),
  );
  const pick = <One>(all: readonly One[]): One[] => all.filter((_, index) => isShown[index]);
  return html`<section id="overview"><h2>Overview</h2>${renderSectionsLeftOut(cases, LEFT_OUT)}${renderTable('Every case', pick(COLUMNS), rows.map(pick))}</section>`;
}

const LEFT_OUT = {
  first: 'failed or grow',
  others: html`<code>tidemark report REPORT --case TEXT</code> shows those whose name contains the text.`,
};

const isEmpty = (cell: Cell | undefined): boolean =>
  cell === undefined ||
  cell === MISSING ||
  cell === NOTHING ||
  (typeof cell === 'object' && 'value' in cell && cell.value === undefined);

/** Each is an element: a script finds the tags of a row, whatever is in them. */
const renderTags = (tags: readonly string[] = []): Markup =>
  tags.length === 0 ? NOTHING : html`${tags.map((tag) => html`<span class="tag">${tag}</span> `)}`;

function renderMini({ result }: ShownCase, { samples }: Shown): Markup | string {
  const memory = findSampled(result, samples) ?? findLive(result, samples);
  if (memory === undefined) return MISSING;
  const name = chooseSeries([memory]);
  const points = memory.series[name];
  const max = peakOf(points);
  const description = `${SERIES_NAMES[name]} up to ${formatBytes(max)}`;
  return html`${renderMiniTimeline(points, { kind: SERIES_KINDS[name], max, description })} ${description}`;
}
