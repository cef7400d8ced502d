/** The catalogue of the scenarios as a page of Markdown. It is scenarios/README.md: links to files are relative to that. */

import { formatValues, type ListedScenario } from '../terminal/scenario-list.ts';
import { type CountedFigures, renderCounted } from './counted-figures.ts';
import { type DefaultMarks, renderDefaultMarks } from './default-marks.ts';
import { codeSpan, escapeMarkdown } from './markdown-text.ts';

/** The folders of scenarios/, in the order of the page. */
const GROUPS: readonly { readonly title: string; readonly topic: string }[] = [
  { title: 'Writable streams', topic: 'writable' },
  { title: 'Readable streams', topic: 'readable' },
  { title: 'Transforms, compression and encryption', topic: 'transform' },
  { title: 'Files', topic: 'file' },
  { title: 'Network and databases', topic: 'network' },
  { title: 'HTTP/2, TLS and WebSockets', topic: 'protocol' },
  { title: 'Web Streams and fetch()', topic: 'web' },
  { title: 'Processes and worker threads', topic: 'process' },
  { title: 'Buffers and strings', topic: 'buffer' },
  { title: 'Text and encodings', topic: 'string' },
  { title: 'Memory, garbage collection and signals', topic: 'memory' },
  { title: 'Baseline', topic: 'baseline' },
];
const OTHERS = 'Others';

const INTRODUCTION = `# Scenarios

This page is generated from the scenario files by \`npm run docs:catalogue\`: edit those, not this page.

Most scenarios come in pairs that do the same work wrong and right. Each states what it must show, and a run that does
not show it fails. _Bounded_ growth means that the metric stays the same however large the volume is, or however many
rounds of work there are; with _linear_ growth it does not. The default value of each parameter comes first;
\`--param name=value\` sets another one, and \`--matrix\` runs every combination.

_Counted_ figures are from runs with the default parameters, stored by \`npm run docs:counted\`. They are the same in every
run on Linux, and a test compares them with new runs.`;

interface Group {
  readonly title: string;
  readonly scenarios: readonly ListedScenario[];
}

/** An index of all scenarios by what people look for, and a section for each of them. */
export function renderPage(
  scenarios: readonly ListedScenario[],
  counted: CountedFigures = {},
  defaults: DefaultMarks = {},
): string {
  const groups = groupScenarios(scenarios);
  const names = new Set(scenarios.map(({ name }) => name));
  return [
    INTRODUCTION,
    renderIndex(groups, names),
    ...(names.has('default-marks') ? renderDefaultMarks(defaults) : []),
    ...groups.flatMap((group) => [
      `## ${group.title}`,
      ...group.scenarios.map((scenario) => renderSection(scenario, names, counted[scenario.name])),
    ]),
  ].join('\n\n');
}

function groupScenarios(scenarios: readonly ListedScenario[]): Group[] {
  return [...GROUPS.map(({ title }) => title), OTHERS]
    .map((title) => ({
      title,
      scenarios: scenarios.filter(({ topic }) => titleOfTopic(topic) === title).sort(comparePlaces),
    }))
    .filter((group) => group.scenarios.length > 0);
}

const titleOfTopic = (topic: string): string =>
  GROUPS.find((group) => group.topic === topic)?.title ?? OTHERS;

/** By name; in a pair, the wrong scenario comes before the right one. */
function comparePlaces(one: ListedScenario, other: ListedScenario): number {
  return compareWords(leaderOf(one), leaderOf(other)) || Number(isFollower(one)) - Number(isFollower(other));
}

const isFollower = ({ tags, pairedWith }: ListedScenario): boolean =>
  pairedWith !== undefined && tags.includes('right');

const leaderOf = (scenario: ListedScenario): string =>
  isFollower(scenario) ? (scenario.pairedWith ?? scenario.name) : scenario.name;

const compareWords = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

function renderIndex(groups: readonly Group[], names: ReadonlySet<string>): string {
  return [
    '| scenario | title | paired with |',
    '| --- | --- | --- |',
    ...groups.flatMap(({ title, scenarios }) => [
      `| **[${title}](#${anchorOf(title)})** | | |`,
      ...scenarios.map(
        (scenario) =>
          `| ${linkTo(scenario.name, names)} | ${escapeMarkdown(scenario.title)} | ${
            scenario.pairedWith === undefined ? '' : linkTo(scenario.pairedWith, names)
          } |`,
      ),
    ]),
  ].join('\n');
}

function renderSection(
  scenario: ListedScenario,
  names: ReadonlySet<string>,
  counted: CountedFigures[string] = {},
): string {
  const { name, topic, title, about, tags, pairedWith, parameters, compared = [] } = scenario;
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
          escapeMarkdown(about.what),
          `_Why it matters:_ ${escapeMarkdown(about.why)}`,
          `_What to expect:_ ${escapeMarkdown(about.expect)}`,
        ]),
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

/** The checks are a function of a run, so their sentences are known only after one. */
function describeExpectation({ growth, metric, outcome }: ListedScenario): string {
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
