/** `claims`: measures what is said of streams and Buffers, prints the verdicts by topic, and stores them. */
import { join } from 'node:path';
import { findClaimTopics } from '../catalogue/built-in.ts';
import { loadUntestedClaims, readClaimSources, readExperiment } from '../catalogue/claims.ts';
import {
  type ClaimsReport,
  listChanged,
  listNotReached,
  makeClaimsReport,
  selectSources,
} from '../claims/claims-report.ts';
import type { ClaimsOptions } from '../command-line/claims.ts';
import { EXIT } from '../errors.ts';
import { measureClaims } from '../measure/claims/measure-claims.ts';
import { listenForInterrupts } from '../measure/interruption.ts';
import { readToolVersion } from '../package-root.ts';
import { PAGE } from '../page/page-files.ts';
import { writePage } from '../page/write-page.ts';
import { type SelectedClaims, selectClaims } from '../prepare/select-claims.ts';
import { writeClaimsReports } from '../report/ci/claims-reports.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { prepareReports, takesStdout } from '../report/ci/write-reports.ts';
import { renderClaimsMarkdown } from '../report/markdown/claims/claims-markdown.ts';
import { renderClaims } from '../report/terminal/claims/claims.ts';
import { renderExplanation } from '../report/terminal/claims/explanation.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import type { Report } from '../result.ts';
import { storeClaims } from '../store/claims/stored-claims.ts';

export async function claims(
  options: ClaimsOptions,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  prepareReports(options.reporters);
  const known = { topics: findClaimTopics(), notTested: await loadUntestedClaims() };
  const selected = selectClaims(options, known);
  if (selected.ids.length === 0) {
    show(describe(undefined, selected, options), options, terminal);
    return EXIT.pass;
  }
  const interruption = listenForInterrupts(terminal);
  try {
    const { report, path } = await measureClaims(selected.ids, options, argv, { interruption, terminal });
    const all = describe(report, selected, options);
    if (options.explain) explain(report, all, terminal);
    else show(all, options, terminal);
    writePage(join(path, PAGE), report);
    const isWhole = selected.isWhole && report.complete && options.nodeFlags.length === 0;
    const stored = isWhole ? [storeClaims(options.resultsRoot, all, renderClaimsMarkdown)] : [];
    for (const folder of [path, ...stored])
      terminal.say(terminal.colors.dim(`results in ${quoteLine(folder)}`));
    if (!report.complete)
      terminal.say('interrupted; the finished runs are saved, this invocation cannot be resumed');
    return interruption.exitCode ?? decideClaimsExit(all, options);
  } finally {
    interruption.stop();
  }
}

/** What was measured, with what cannot be, and with what an interruption has left out. */
function describe(
  report: Report | undefined,
  { ids, notTested }: SelectedClaims,
  { repeats }: ClaimsOptions,
): ClaimsReport {
  const { platform, arch } = report?.environment ?? process;
  const topics = findClaimTopics();
  const all = makeClaimsReport(
    {
      tool: { name: 'tidemark', version: readToolVersion() },
      ...{ platform, arch, repeats, notTested, sources: readClaimSources() },
      nodes: report?.environment.nodes.map(({ node }) => node) ?? [],
    },
    // One run of two agrees with nothing.
    report?.results.filter(({ runs }) => report.complete || runs.length >= repeats) ?? [],
    (id) => topics.get(id) ?? '',
  );
  const notReached = listNotReached(ids, all);
  return notReached.length === 0 ? all : { ...all, notReached };
}

function show(all: ClaimsReport, options: ClaimsOptions, terminal: Terminal): void {
  const shown = select(all, options);
  if (options.json) terminal.print(renderJsonText(shown));
  else if (options.markdown) terminal.print(renderClaimsMarkdown(shown, all));
  else if (!takesStdout(options.reporters)) terminal.print(renderClaims(shown, all, terminal));
  writeClaimsReports(options, { shown, all }, terminal);
}

/** What `--verdict` and `--changed` leave of it. */
function select(all: ClaimsReport, { verdicts, changed }: ClaimsOptions): ClaimsReport {
  const isWanted = (answers: ClaimsReport['claims'][number]['answers']): boolean =>
    verdicts.length === 0 || Object.values(answers).some(({ verdict }) => verdicts.includes(verdict));
  const claims = (changed ? listChanged(all.claims) : all.claims).filter(({ answers }) => isWanted(answers));
  const showsUntested = !changed && (verdicts.length === 0 || verdicts.includes('not tested'));
  const notTested = showsUntested ? all.notTested : [];
  return { ...all, claims, notTested, sources: selectSources(all.sources, [...claims, ...notTested]) };
}

function explain({ results }: Report, { claims: [claim], sources }: ClaimsReport, terminal: Terminal): void {
  // After an interruption there may be none.
  if (claim === undefined) return;
  const experiment = readExperiment(claim.id);
  terminal.print(renderExplanation({ claim, sources, results, experiment }, terminal));
}

/** A verdict of any kind is a success. */
function decideClaimsExit({ claims }: ClaimsReport, { strict }: Pick<ClaimsOptions, 'strict'>): number {
  const verdicts = claims.flatMap(({ answers }) => Object.values(answers)).map(({ verdict }) => verdict);
  if (verdicts.length === 0 || verdicts.includes('not measured')) return EXIT.notMeasured;
  return strict && verdicts.includes('uncertain') ? EXIT.inconclusive : EXIT.pass;
}
