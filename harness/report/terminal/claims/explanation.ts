/** Renders everything about one claim: who says so, the answers, the readings, the experiment and its rule. */
import type { ClaimSource, ClaimSources, MeasuredClaim } from '../../../claims/claims-report.ts';
import { cutExperiment } from '../../../claims/cut-source.ts';
import type { CaseResult, RunResult } from '../../../result.ts';
import { explainAnswer, TIMING } from '../../text/claims/claim-lines.ts';
import { describeOutcome } from '../../text/outcome-text.ts';
import { escapeControls, quoteLine } from '../../text/terminal-text.ts';
import { wrapText } from '../../text/wrap-text.ts';
import type { TerminalStyle } from '../scenario-report.ts';
import { paintVerdict } from './claims.ts';

export interface Explained {
  readonly claim: MeasuredClaim;
  /** Where the claim was found; a source that is not known is shown as it is. */
  readonly sources: ClaimSources;
  /** On each Node that was measured. */
  readonly results: readonly CaseResult[];
  readonly experiment: { readonly path: string; readonly text: string };
}

const MARGIN = '  ';

/** Ends without a newline. */
export function renderExplanation(explained: Explained, style: TerminalStyle): string {
  const { claim, experiment, results } = explained;
  const { colors, width } = style;
  const { experiment: code, rule } = cutExperiment(experiment.text);
  const heading = (text: string): string => colors.bold(quoteLine(text));
  const indent = (text: string): string => escapeControls(text).replaceAll(/^(?=.)/gm, MARGIN);
  return [
    `${heading(claim.id)}\n${wrapText(MARGIN + quoteLine(claim.statement), width, MARGIN)}`,
    ...renderSources(explained, style),
    `${heading('Verdict')}\n${results.map((result) => renderAnswer(result, style)).join('\n')}`,
    `${heading('Readings')}\n${results.map((result) => renderReadings(result, style)).join('\n')}`,
    `${heading(`Experiment: ${experiment.path}`)}\n${indent(code)}`,
    ...(rule === undefined ? [] : [`${heading('Rule')}\n${indent(rule)}`]),
  ].join('\n\n');
}

function renderSources({ claim, sources }: Explained, { colors, width }: TerminalStyle): string[] {
  if (claim.source.length === 0) return [];
  const lines = claim.source.map((key) => {
    const source = Object.hasOwn(sources, key) ? sources[key] : undefined;
    return wrapText(MARGIN + quoteLine(source === undefined ? key : nameSource(source)), width, MARGIN);
  });
  return [`${colors.bold('Source')}\n${lines.join('\n')}`];
}

/** `Title, by Author` */
const nameSource = ({ title, author, address }: ClaimSource): string =>
  [author === undefined ? title : `${title}, by ${author}`, address]
    .filter((part) => part !== undefined)
    .join(', ');

function renderAnswer({ node, claim }: CaseResult, { colors, width }: TerminalStyle): string {
  if (claim === undefined) return '';
  const parts = [claim.verdict, explainAnswer(claim), claim.reading].filter((part) => part !== undefined);
  const text = `${MARGIN}Node ${node}: ${parts.join('; ')}${claim.isTiming === true ? ` (${TIMING})` : ''}`;
  const line = wrapText(quoteLine(text), width, MARGIN + MARGIN);
  return line.replace(`: ${claim.verdict}`, `: ${paintVerdict(claim.verdict, colors)}`);
}

/** A line for each figure, with its value in each run, and one for each run that failed. */
function renderReadings({ node, runs }: CaseResult, { colors, width }: TerminalStyle): string {
  const names = [...new Set(runs.flatMap((run) => Object.keys(readFigures(run))))];
  const lines = names.map((name) => {
    const values = runs.map((run) => readFigures(run)[name]?.toLocaleString('en') ?? '–');
    return wrapText(`${MARGIN}${MARGIN}${quoteLine(name)}: ${values.join(' · ')}`, width, MARGIN.repeat(3));
  });
  const failed = runs.flatMap(({ outcome }, index) =>
    outcome.state === 'completed'
      ? []
      : [
          wrapText(
            `${MARGIN}${MARGIN}run ${index + 1} ${quoteLine(describeOutcome(outcome))}`,
            width,
            MARGIN.repeat(3),
          ),
        ],
  );
  const runCount = runs.length === 1 ? '1 run' : `${runs.length} runs`;
  return [colors.dim(`${MARGIN}Node ${node}, ${runCount}`), ...lines, ...failed].join('\n');
}

/** What was recorded, and what was counted by label. */
function readFigures({ recorded = {}, counters = {} }: RunResult): Readonly<Record<string, number>> {
  const counted = Object.entries(counters).flatMap(([label, figures]) =>
    Object.entries(figures).flatMap(([name, value]): [string, number][] =>
      typeof value === 'number' ? [[`${label}.${name}`, value]] : [],
    ),
  );
  return { ...recorded, ...Object.fromEntries(counted) };
}
