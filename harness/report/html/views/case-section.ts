/** Everything about one case, below an anchor of its own. */
import type { CaseResult } from '../../../result.ts';
import { formatBytes } from '../../../units.ts';
import { describeVerdict } from '../../text/growth-sentence.ts';
import { html, type Markup, NOTHING } from '../markup.ts';
import { findPair, nameShown, type Shown, type ShownCase } from '../page-parts.ts';
import { renderBuffered } from './buffered.ts';
import { judgeCase, sumHighWaterMarks } from './case-figures.ts';
import {
  renderExpectations,
  renderMetrics,
  renderParameters,
  renderRecorded,
  renderRuns,
  renderStreams,
} from './case-tables.ts';
import { renderFailedRuns } from './failed-runs.ts';
import { MAX_FAINT } from './faint-runs.ts';
import { renderGrowth } from './growth.ts';
import { findLive, findSampled, type RunMemory, volumeOf } from './memory-series.ts';
import { renderOverlay } from './pair-overlay.ts';
import { renderTimeline } from './timeline.ts';

export function renderCase(shown: ShownCase, { report, cases, samples }: Shown): Markup {
  const { result, anchor } = shown;
  const pair = findPair(shown, cases);
  return html`<section class="case" id="${anchor}">
<h2>${nameShown(shown)} <a class="anchor" href="#${anchor}" aria-label="Link to this case">#</a></h2>
${result.title === result.scenario ? NOTHING : html`<p>${result.title}</p>`}
<p class="verdict is-${judgeCase(result).replace(' ', '-')}">${describeVerdict(result, report.results)}</p>
${pair === undefined ? NOTHING : html`<p>The same work done the other way: <a href="#${pair.anchor}">${nameShown(pair)}</a></p>`}
${renderParameters(result)}${renderExpectations(result)}${renderFailedRuns(result)}
${renderTimelines(result, samples)}${pair === undefined ? NOTHING : renderOverlay([shown, pair], samples)}${renderStreams(result)}${renderRecorded(result)}${renderGrowth(result)}
${renderMetrics(result)}${renderRuns(result)}
<p class="back"><a href="#overview">Back to the overview</a></p></section>
`;
}

function renderTimelines(result: CaseResult, samples: Shown['samples']): Markup {
  const sampled = findSampled(result, samples);
  const live = findLive(result, samples);
  const highWaterMarkBytes = sumHighWaterMarks(result);
  if (sampled === undefined && live === undefined) return NOTHING;
  return html`<h3>Memory over time</h3><div class="side-by-side">${
    sampled &&
    renderTimeline({
      title: 'Sampled memory',
      what: `${nameRun(sampled)}: what the process had at each moment, garbage included.`,
      ...{ memory: sampled, highWaterMarkBytes },
    })
  }${
    live &&
    renderTimeline({
      title: 'Live memory',
      what: `${nameRun(live)}${nameVolume(result, live.run)}: what was still referenced, read after a collection each time.`,
      ...{ memory: live, highWaterMarkBytes },
    })
  }${sampled && renderBuffered(sampled.run, highWaterMarkBytes)}</div>`;
}

/** `Run 7, the median by its peak, with 2 other runs behind it`. */
function nameRun({ run, others }: RunMemory): string {
  const { length } = others;
  if (length === 0) return `Run ${run.index}`;
  return `Run ${run.index}, the median by its peak, with ${length === 1 ? 'the other run' : describeShown(length)} behind it`;
}

const describeShown = (length: number): string =>
  length > MAX_FAINT ? `${MAX_FAINT} of ${length} other runs` : `the ${length} other runs`;

function nameVolume(result: CaseResult, run: RunMemory['run']): string {
  const volume = volumeOf(run, result);
  return volume === undefined ? ', a growth run' : `, a growth run at ${formatBytes(volume)}`;
}
