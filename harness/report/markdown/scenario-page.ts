/** The catalogue of the scenarios as a page of Markdown. It is scenarios/README.md: links to files are relative to that. */

import { formatValues, type ListedScenario } from '../terminal/scenario-list.ts';
import { type CountedFigures, renderCounted } from './counted-figures.ts';
import { type DefaultMarks, renderDefaultMarks } from './default-marks.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';
import { renderShowPieces } from './show-pieces.ts';
import { TOPICS } from './topics.ts';

const OTHERS = 'Others';

const INTRODUCTION = `# Scenarios

This page is generated from the scenario files by \`npm run docs:catalogue\`: edit those, not this page.

Most scenarios come in pairs that do the same work wrong and right. Each states what it must show, and a run that does
not show it fails. _Bounded_ growth means that the metric stays the same however large the volume is, or however many
rounds of work there are; with _linear_ growth it does not. The default value of each parameter comes first;
\`--param name=value\` sets another one, and \`--matrix\` runs every combination.

_Counted_ figures are from runs with the default parameters, stored by \`npm run docs:counted\`. They are the same in every
run on Linux, and a test compares them with new runs. _Peak buffered_ is the most that all watched streams of a scenario
had buffered at one moment, added up.`;

interface Group {
  readonly title: string;
  readonly introduction: string;
  readonly scenarios: readonly ListedScenario[];
}

/** By topic: an introduction, the pairs side by side, and a section for each scenario. */
export function renderPage(
  scenarios: readonly ListedScenario[],
  counted: CountedFigures = {},
  defaults: DefaultMarks = {},
): string {
  const groups = groupScenarios(scenarios);
  const names = new Set(scenarios.map(({ name }) => name));
  return [
    INTRODUCTION,
    renderContents(groups),
    ...(names.has('default-marks') ? renderDefaultMarks(defaults) : []),
    ...(names.has('blob-retention') ? [renderShowPieces()] : []),
    ...groups.flatMap((group) => [
      `## ${group.title}`,
      ...(group.introduction === '' ? [] : [group.introduction]),
      renderPairs(group.scenarios, names, counted),
      ...group.scenarios.map((scenario) => renderSection(scenario, names, counted[scenario.name])),
    ]),
  ].join('\n\n');
}

function groupScenarios(scenarios: readonly ListedScenario[]): Group[] {
  const folders = new Set(TOPICS.map(({ folder }) => folder));
  return [
    ...TOPICS.map((topic) => ({ ...topic, isOf: (folder: string) => folder === topic.folder })),
    { title: OTHERS, introduction: '', isOf: (folder: string) => !folders.has(folder) },
  ]
    .map(({ title, introduction, isOf }) => ({
      title,
      introduction,
      scenarios: scenarios.filter(({ topic }) => isOf(topic)).sort(comparePlaces),
    }))
    .filter((group) => group.scenarios.length > 0);
}

/** By name; in a pair, the wrong scenario comes before the right one. */
function comparePlaces(one: ListedScenario, other: ListedScenario): number {
  return compareWords(leaderOf(one), leaderOf(other)) || Number(isFollower(one)) - Number(isFollower(other));
}

const isFollower = ({ tags, pairedWith }: ListedScenario): boolean =>
  pairedWith !== undefined && tags.includes('right');

const leaderOf = (scenario: ListedScenario): string =>
  isFollower(scenario) ? (scenario.pairedWith ?? scenario.name) : scenario.name;

const compareWords = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const renderContents = (groups: readonly Group[]): string =>
  groups
    .map(({ title, scenarios }) => {
      const count = `${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}`;
      return `- [${title}](#${anchorOf(title)}): ${count}`;
    })
    .join('\n');

/** A row for each scenario that is followed by right ones, or by none, with what was counted of both sides. */
function renderPairs(
  scenarios: readonly ListedScenario[],
  names: ReadonlySet<string>,
  counted: CountedFigures,
): string {
  const describe = ({ name, title }: ListedScenario): string => {
    const figures = renderCounted(counted[name] ?? {});
    return `${linkTo(name, names)} ${escapeMarkdown(title)}${figures === '' ? '' : `<br>${figures}`}`;
  };
  const here = new Set(scenarios.map(({ name }) => name));
  const leads = (scenario: ListedScenario): boolean =>
    !isFollower(scenario) || !here.has(scenario.pairedWith ?? '');
  return [
    '| scenario | does it right |',
    '| --- | --- |',
    ...scenarios.filter(leads).map((leader) => {
      const followers = scenarios.filter((one) => !leads(one) && one.pairedWith === leader.name);
      return `| ${describe(leader)} | ${followers.map(describe).join('<br>')} |`;
    }),
  ].join('\n');
}

function renderSection(
  scenario: ListedScenario,
  names: ReadonlySet<string>,
  counted: CountedFigures[string] = {},
): string {
  const { name, topic, title, about, tags, pairedWith, needs, parameters, compared = [] } = scenario;
  const facts = [
    tags.map(escapeMarkdown).join(', '),
    ...(pairedWith === undefined ? [] : [`paired with ${linkTo(pairedWith, names)}`]),
    `[source](${topic}/${name}.ts)`,
  ].join(' · ');
  return [
    `### ${codeSpan(name)}`,
    `**${escapeMarkdown(title)}**`,
    facts,
    ...(about === undefined
      ? []
      : [
          renderText(about.what),
          `_Why it matters:_ ${renderText(about.why)}`,
          `_What to expect:_ ${renderText(about.expect)}`,
        ]),
    ...(needs === undefined ? [] : [`Needs ${escapeMarkdown(needs)}. Other versions skip it.`]),
    ...(parameters.length === 0
      ? []
      : [
          parameters
            .map((parameter) => {
              const [first = '', ...others] = formatValues(parameter).map(escapeMarkdown);
              return `- ${codeSpan(parameter.name)}: ${[`**${first}**`, ...others].join(', ')}`;
            })
            .join('\n'),
        ]),
    ...(compared.length === 0
      ? []
      : [
          `All values of these parameters are measured, and shown in one table: ${compared.map(codeSpan).join(', ')}.`,
        ]),
    describeExpectation(scenario),
    ...(Object.keys(counted).length === 0 ? [] : [`Counted: ${renderCounted(counted)}.`]),
    `\`\`\`sh\nnpx tidemark run --scenario ${name}\n\`\`\``,
  ].join('\n\n');
}

/** An issue or a pull request of Node is a link; nothing else in the text is markup. */
const renderText = (text: string): string =>
  escapeMarkdown(text).replace(
    /(?<![\w./-])nodejs\/node#&#8203;(\d+)/g,
    '[nodejs/node#$1](https://github.com/nodejs/node/issues/$1)',
  );

/** The checks are a function of a run, so their sentences are known only after one. */
function describeExpectation({ growth, metric, outcome }: ListedScenario): string {
  if (outcome === 'crashed')
    return 'Expected: every run ends before run() is done (outcome _crashed_), and the checks in its file pass.';
  if (outcome !== undefined)
    return `Expected: every run ends as **${escapeMarkdown(outcome)}**, and the checks in its file pass.`;
  if (growth === undefined || metric === undefined)
    return 'Expected: the checks in its file pass; growth is not judged.';
  return `Expected: growth of ${codeSpan(metric)} is **${escapeMarkdown(growth)}**, and the checks in its file pass.`;
}

/** A scenario that is not on the page, such as one without the requested tag, has no section to link to. */
const linkTo = (name: string, names: ReadonlySet<string>): string =>
  names.has(name) ? `[${codeSpan(name)}](#${anchorOf(name)})` : codeSpan(name);

/** The name that GitHub and others give to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
