import { describe, expect, test } from 'vitest';
import { KiB, MiB } from '../../test/builders.ts';
import type { ListedScenario } from '../terminal/scenario-list.ts';
import { renderPage } from './scenario-page.ts';

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
  const page = renderPage([makeListed({ outcome: 'crashed', compared: ['strategy', 'size'] })]);
  expect(page).toContain(`
All values of these parameters are measured, and shown in one table: \`strategy\`, \`size\`.

Expected: every run ends as **crashed**, and the checks in its file pass.
`);
});

test('the index has a line for each scenario, below its group', () => {
  const page = renderPage([
    makeListed({ name: 'two', topic: 'network', title: 'Two', tags: ['tcp'], pairedWith: 'one' }),
    makeListed({ pairedWith: 'two' }),
  ]);
  expect(page).toContain(`
| scenario | title | paired with |
| --- | --- | --- |
| **[Writable streams](#writable-streams)** | | |
| [\`one\`](#one) | One | [\`two\`](#two) |
| **[Network and databases](#network-and-databases)** | | |
| [\`two\`](#two) | Two | [\`one\`](#one) |
`);
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
