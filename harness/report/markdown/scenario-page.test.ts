import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../../test/builders.ts';
import type { ListedScenario } from '../terminal/scenario-list.ts';
import { renderPage } from './scenario-page.ts';
import { TOPICS } from './topics.ts';

const makeListed = (scenario: Partial<ListedScenario> = {}): ListedScenario => ({
  name: 'one',
  topic: 'writable',
  title: 'One',
  about: { what: 'Does.', why: 'Matters.', expect: 'Shows.' },
  tags: ['writable'],
  parameters: [],
  cases: 1,
  ...scenario,
});

const headingsOf = (page: string): string[] =>
  [...page.matchAll(/^##+ (.*)$/gm)].map(([, heading = '']) => heading);

test('a section shows everything that the scenario declares', () => {
  const scenarios = [
    makeListed({
      name: 'ignore-drain',
      title: 'Keeps writing after write() returned false',
      tags: ['writable', 'wrong'],
      pairedWith: 'await-drain',
      growth: 'linear',
      metric: 'peakBufferedBytes',
      parameters: [
        { name: 'highWaterMark', kind: 'bytes', values: [64 * KiB, 512] },
        { name: 'writes', kind: 'count', values: [100_000] },
        { name: 'sink', kind: 'choice', values: ['memory', 'file'] },
        { name: 'volume', kind: 'volume', values: [256 * MiB] },
      ],
    }),
    makeListed({ name: 'await-drain', tags: ['writable', 'right'], pairedWith: 'ignore-drain' }),
  ];
  const counted = { 'ignore-drain': { peakBufferedBytes: 256 * MiB, writesAfterFalse: 16_380 } };
  const page = renderPage(scenarios, counted);
  const [, section = ''] = /(### `ignore-drain`[\s\S]*?)\n\n###/.exec(page) ?? [];
  expect(section).toBe(`### \`ignore-drain\`

**Keeps writing after write() returned false**

writable, wrong · paired with [\`await-drain\`](#await-drain) · [source](writable/ignore-drain.ts)

Does.

_Why it matters:_ Matters.

_What to expect:_ Shows.

- \`highWaterMark\`: **64 KiB**, 512 B
- \`writes\`: **100,000**
- \`sink\`: **memory**, file
- \`volume\`: **256 MiB**

Expected: growth of \`peakBufferedBytes\` is **linear**, and the checks in its file pass.

Counted: peak buffered **256 MiB**, writes after false **16,380**.

\`\`\`sh
npx tidemark run --scenario ignore-drain
\`\`\``);
});

test('a section says how runs must end if not by completing, and what one table shows', () => {
  const page = renderPage([makeListed({ outcome: 'timed-out', compared: ['strategy', 'size'] })]);
  expect(page).toContain(`
All values of these parameters are measured, and shown in one table: \`strategy\`, \`size\`.

Expected: every run ends as **timed-out**, and the checks in its file pass.
`);
});

test('a section says in words what it means that every run must crash', () => {
  expect(renderPage([makeListed({ outcome: 'crashed' })])).toContain(
    'Expected: every run ends before run() is done (outcome _crashed_), and the checks in its file pass.',
  );
});

test('the introduction says whose bytes the peak is', () => {
  expect(renderPage([])).toContain('_Peak buffered_ is the most that all watched streams');
});

test('an issue of Node in a text is a link, and nothing beside it becomes markup', () => {
  const what = 'Fixed (nodejs/node#64481), [not](x) nodejs/undici#5 @you nor my-nodejs/node#6.';
  expect(renderPage([makeListed({ about: { what, why: 'nodejs/node#7', expect: '#8' } })])).toContain(`
Fixed ([nodejs/node#64481](https://github.com/nodejs/node/issues/64481)), \\[not\\](x) nodejs/undici#&#8203;5 @&#8203;you nor my-nodejs/node#&#8203;6.

_Why it matters:_ [nodejs/node#7](https://github.com/nodejs/node/issues/7)

_What to expect:_ #&#8203;8
`);
});

test('begins with the topics, and shows the pairs of each side by side, with what was counted', () => {
  const wrong = makeListed({ title: 'One', tags: ['wrong'], pairedWith: 'two' });
  const right = makeListed({ name: 'two', title: 'Two', tags: ['right'], pairedWith: 'one' });
  const page = renderPage(
    [
      wrong,
      right,
      { ...right, name: 'three', title: 'Three' },
      makeListed({ name: 'alone', topic: 'network' }),
    ],
    { one: { writesAfterFalse: 5 }, two: { writesAfterFalse: 0 } },
  );
  expect(page).toContain(`
- [Writable streams](#writable-streams): 3 scenarios
- [Network and databases](#network-and-databases): 1 scenario
`);
  expect(page).toContain(`
| scenario | does it right |
| --- | --- |
| [\`one\`](#one) One<br>writes after false **5** | [\`two\`](#two) Two<br>writes after false **0**<br>[\`three\`](#three) Three |
`);
});

test('a topic has an introduction, with links to the manual and to issues of Node', () => {
  const page = renderPage(
    TOPICS.map(({ folder }, index) => makeListed({ name: `n${index}`, topic: folder })),
  );
  for (const { introduction } of TOPICS) expect(page).toContain(introduction);
  const targets = [...page.matchAll(/\]\((https?:[^)]*)\)/g)].map(([, target]) => target);
  for (const target of targets)
    expect(target).toMatch(
      /^https:\/\/(nodejs\.org\/api\/[a-z_0-9]+\.html(#[a-z-]+)?|github\.com\/nodejs\/node\/issues\/\d+)$/,
    );
  expect(targets.length).toBeGreaterThan(TOPICS.length);
});

describe('a scenario is listed', () => {
  test('once, in the group of its topic', () => {
    const page = renderPage([
      makeListed({ name: 'a', topic: 'readable' }),
      makeListed({ name: 'b', topic: 'writable' }),
    ]);
    expect(headingsOf(page)).toEqual(['Writable streams', '`b`', 'Readable streams', '`a`']);
  });

  test('under Others if its topic has no group', () => {
    expect(headingsOf(renderPage([makeListed({ topic: 'new' })]))).toEqual(['Others', '`one`']);
  });

  test('after the wrong one of its pair if it is the right one, and otherwise by its name', () => {
    const page = renderPage([
      makeListed({ name: 'a', tags: ['writable', 'right'], pairedWith: 'x' }),
      makeListed({ name: 'c' }),
      makeListed({ name: 'x', tags: ['writable', 'wrong'], pairedWith: 'a' }),
      makeListed({ name: 'z' }),
    ]);
    expect(headingsOf(page).slice(1)).toEqual(['`c`', '`x`', '`a`', '`z`']);
  });
});

test('a pair that is not on the page is named, but not linked', () => {
  const page = renderPage([makeListed({ pairedWith: 'two' })]);
  expect(page).toContain('paired with `two` ·');
  expect(page).not.toContain('(#two)');
});

test('the texts of a scenario are not markup', () => {
  const words = '# [x](y) | <b>';
  const page = renderPage([
    makeListed({
      title: words,
      about: { what: words, why: words, expect: words },
      tags: ['writable', words],
      parameters: [{ name: 'choice', kind: 'choice', values: [words, words] }],
    }),
  ]);
  const escaped = '#&#8203; \\[x\\](y) \\| \\<b\\>';
  expect(page.split(escaped)).toHaveLength(9);
  expect(page).not.toContain(words);
});

test('what a scenario needs of Node stands in its section, and in none of the others', () => {
  const needs = 'Node 26.6 or later, with --flag';
  const page = renderPage([makeListed({ name: 'needy', needs }), makeListed()]);
  expect(page.match(/^Needs .*$/gm)).toEqual([
    'Needs Node 26.6 or later, with --flag. Other versions skip it.',
  ]);
});
