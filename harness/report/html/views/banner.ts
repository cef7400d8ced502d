/** What makes the figures of the whole report doubtful, above everything else. */
import { warnOfLoad } from '../../../judge/warnings.ts';
import type { Environment, Report } from '../../../result.ts';
import type { Sides } from '../../../sides.ts';
import { formatBytes, formatCount } from '../../../units.ts';
import { html, type Markup, NOTHING } from '../markup.ts';

/** Warnings of cases that are about the machine or the Node. */
const OF_ENVIRONMENT: ReadonlySet<string> = new Set([
  'debugger-attached',
  'no-inspector',
  'no-live-memory',
  'node-streams-not-counted',
  'peak-rss-not-reset',
]);

export function renderBanner(report: Report, unreadRows: number): Markup {
  const doubts = [...listDoubts(report), ...describeUnread(unreadRows)];
  return renderDoubts(doubts);
}

/** Of a comparison: what is doubtful of A, of B, or of both. */
export function renderSidesBanner({ a, b }: Sides<Report>, unreadRows: number): Markup {
  const [ofA, ofB] = [listDoubts(a), listDoubts(b)];
  return renderDoubts([
    ...ofA.map((doubt) => `${ofB.includes(doubt) ? 'A and B' : 'A'}: ${doubt}`),
    ...ofB.filter((doubt) => !ofA.includes(doubt)).map((doubt) => `B: ${doubt}`),
    ...describeUnread(unreadRows),
  ]);
}

function renderDoubts(doubts: readonly string[]): Markup {
  if (doubts.length === 0) return NOTHING;
  return html`<aside class="banner" aria-label="Read the figures with care"><ul>${doubts.map((doubt) => html`<li>${doubt}</li>`)}</ul></aside>`;
}

const describeUnread = (rows: number): string[] =>
  rows === 0
    ? []
    : [
        `${rows === 1 ? '1 row of samples.csv was' : `${formatCount(rows)} rows of samples.csv were`} cut or changed and could not be read: what memory was then is not drawn`,
      ];

function listDoubts({ complete, environment, merged, request, results }: Report): string[] {
  const { growthAtMostBytes } = request;
  const ofCases = results.flatMap(({ warnings }) => warnings).filter(({ code }) => OF_ENVIRONMENT.has(code));
  return [
    ...(complete
      ? []
      : [
          `${merged === undefined ? 'the invocation was interrupted' : 'shards are missing or were interrupted'}: cases or runs are missing`,
        ]),
    ...describeLoad(merged?.invocations.map((one) => one.environment) ?? [environment]),
    ...new Set(ofCases.map(({ message }) => message)),
    ...(growthAtMostBytes === undefined
      ? []
      : [
          `a smoke run: growth was judged over at most ${formatBytes(growthAtMostBytes)}, and times are of few runs`,
        ]),
  ];
}

/** Of the busiest machine. */
function describeLoad(machines: readonly Environment[]): string[] {
  const loads = machines.flatMap(({ loadAverage = 0, cpuCount }) =>
    loadAverage > cpuCount ? [{ loadAverage, cpuCount }] : [],
  );
  const [worst] = loads.toSorted(
    (one, other) => other.loadAverage / other.cpuCount - one.loadAverage / one.cpuCount,
  );
  if (worst === undefined) return [];
  const { message } = warnOfLoad(worst.loadAverage, worst.cpuCount);
  return [machines.length === 1 ? message : `${loads.length} of ${machines.length} invocations: ${message}`];
}
