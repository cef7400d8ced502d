/** How runs failed, each distinct failure once: where, what they printed, and how to repeat it. */
import { type CaseResult, endedAsExpected } from '../../../result.ts';
import { describeUnfinished } from '../../text/label-rows.ts';
import { describeOutcome } from '../../text/outcome-text.ts';
import { html, type Markup, NOTHING } from '../markup.ts';

export function renderFailedRuns(result: CaseResult): Markup {
  const failed = result.runs.filter(
    (run) => run.outcome.state !== 'completed' && !endedAsExpected(run, result),
  );
  const distinct = [...new Map(failed.map((run) => [describeOutcome(run.outcome), run])).entries()];
  if (distinct.length === 0) return NOTHING;
  return html`<h3>Failed runs</h3>${distinct.map(([failure, run]) => {
    const count = failed.filter(({ outcome }) => describeOutcome(outcome) === failure).length;
    const { outcome, output, reproduce } = run;
    const frames = outcome.state === 'crashed' ? (outcome.frames ?? []) : [];
    const printed = output?.lastLines ?? (outcome.state === 'crashed' ? outcome.stderrLines : []);
    return html`<p class="is-failed">✗ ${count} of ${result.runs.length} runs ${failure}</p>
${describeUnfinished(run).map((line) => html`<p>${line}</p>`)}
${renderLines('at', frames)}${renderLines('it printed', printed)}
${reproduce === undefined ? NOTHING : renderLines('reproduce with', [reproduce])}`;
  })}`;
}

const renderLines = (title: string, lines: readonly string[]): Markup =>
  lines.length === 0
    ? NOTHING
    : html`<p>${title}:</p><pre tabindex="0">${lines.map(
        (line) => html`${line}
`,
      )}</pre>`;
