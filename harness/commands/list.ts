import { findTopic, listClaims, listNames } from '../catalogue/built-in.ts';
import { axesOf, type DescribedScenario } from '../catalogue/describe-scenarios.ts';
import { CLAIM_PREFIX, loadScenarios } from '../catalogue/load-scenarios.ts';
import type { ListOptions } from '../command-line/list.ts';
import { EXIT, UsageError } from '../errors.ts';
import { DEFAULT_GROWTH_METRIC } from '../growth.ts';
import { describeNeeds } from '../plan/needs.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { readCountedFigures } from '../report/markdown/counted-figures.ts';
import { readDefaultMarks } from '../report/markdown/default-marks.ts';
import { renderPage } from '../report/markdown/scenario-page.ts';
import { renderClaimList } from '../report/terminal/claims/claim-list.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { type ListedScenario, renderList } from '../report/terminal/scenario-list.ts';
import { suggestWord } from '../words/suggest-word.ts';

/** Lists the selected scenarios, or those that come with tidemark: all of them, or those that have every requested tag. */
export async function list(
  { scenarios: selectors, claims, tags, format }: ListOptions,
  terminal: Terminal,
): Promise<number> {
  const selected = claims
    ? listClaims().map((id) => CLAIM_PREFIX + id)
    : selectors.length === 0
      ? listNames()
      : selectors;
  const scenarios = await loadScenarios(selected, terminal.say);
  refuseUnknownTags(tags, scenarios);
  const listed = scenarios
    .filter((scenario) => tags.every((tag) => scenario.tags.includes(tag)))
    .map(describe);
  if (listed.length === 0) throw new UsageError(`no scenario has the tags ${tags.join(' and ')} together`);
  const isForPeople = claims && format === 'terminal';
  terminal.print(isForPeople ? renderClaimList(listed, terminal) : render(listed, format, terminal));
  return EXIT.pass;
}

function render(
  listed: readonly ListedScenario[],
  format: ListOptions['format'],
  terminal: Terminal,
): string {
  switch (format) {
    case 'json':
      return renderJsonText(listed);
    case 'markdown':
      return renderPage(listed, readCountedFigures(), readDefaultMarks());
    case 'terminal':
      return renderList(listed, terminal);
  }
}

function refuseUnknownTags(tags: readonly string[], scenarios: readonly DescribedScenario[]): void {
  const known = [...new Set(scenarios.flatMap((scenario) => scenario.tags))].sort();
  const unknown = tags.find((tag) => !known.includes(tag));
  if (unknown === undefined) return;
  throw new UsageError(`no scenario has the tag ${unknown}`, {
    hint: suggestWord(unknown, known) ?? `available: ${known.join(', ')}`,
  });
}

function describe({
  name,
  title,
  about,
  tags,
  pairedWith,
  needs,
  parameters,
  expect,
  comparisonTable,
  source,
}: DescribedScenario): ListedScenario {
  const axes = Object.entries(parameters).map(([parameter, { kind, values }]) => ({
    name: parameter,
    kind,
    values: [...values],
  }));
  return {
    name,
    topic: findTopic(source) ?? '',
    title,
    ...(about !== undefined && { about }),
    tags,
    ...(pairedWith !== undefined && { pairedWith }),
    ...(needs !== undefined && { needs: describeNeeds(needs) }),
    ...(expect?.growth !== undefined && {
      growth: expect.growth,
      metric: expect.metric ?? DEFAULT_GROWTH_METRIC,
    }),
    ...(expect?.outcome !== undefined && { outcome: expect.outcome }),
    ...(comparisonTable !== undefined && { compared: axesOf(comparisonTable) }),
    parameters: axes,
    cases: axes.reduce((product, { values }) => product * values.length, 1),
  };
}
