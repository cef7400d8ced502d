/** Everything about one case, below an anchor of its own. */
import { describeVerdict } from '../../text/growth-sentence.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { findPair, linkTo, nameShown, type Shown, type ShownCase } from '../page-parts.ts';
import { judgeCase } from './case-figures.ts';
import {
  renderExpectations,
  renderMetrics,
  renderParameters,
  renderRecorded,
  renderRuns,
  renderStreams,
} from './case-tables.ts';
import { renderFailedRuns } from './failed-runs.ts';
import { renderGrowth } from './growth.ts';
import { renderTimelines } from './memory/timelines.ts';
import { renderOverlay } from './pair-overlay.ts';

export function renderCase(shown: ShownCase, { report, cases, samples }: Shown): Markup {
  const { result, anchor } = shown;
  const pair = findPair(shown, cases);
  return html`<section class="case" id="${anchor}">
<h2>${nameShown(shown)} <a class="anchor" href="#${anchor}" aria-label="Link to this case">#</a></h2>
${result.title === result.scenario ? NOTHING : html`<p>${result.title}</p>`}
<p class="verdict is-${judgeCase(result).replace(' ', '-')}">${describeVerdict(result, report.results)}</p>
${pair === undefined ? NOTHING : html`<p>The same work done the other way: ${linkTo(pair, nameShown(pair))}</p>`}
${renderParameters(result)}${renderExpectations(result)}${renderFailedRuns(result)}
${renderTimelines(result, samples)}${pair === undefined ? NOTHING : renderOverlay([shown, pair], samples)}${renderStreams(result)}${renderRecorded(result)}${renderGrowth(result)}
${renderMetrics(result)}${renderRuns(result)}
<p class="back"><a href="#overview">Back to the overview</a></p></section>
`;
}
