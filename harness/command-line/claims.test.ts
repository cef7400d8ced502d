import { expect, test } from 'vitest';
import type { ClaimsOptions } from './claims.ts';
import { parseCommandLine } from './parse.ts';

const parse = async (...words: readonly string[]): Promise<ClaimsOptions> =>
  (await parseCommandLine(['claims', ...words], {
    ...{ version: '0.0.0', width: 80, listScenarios: async () => [] },
  })) as ClaimsOptions;

test('every claim is measured twice on this Node by default', async () => {
  expect(await parse()).toMatchObject({
    ...{ command: 'claims', ids: [], topics: [], nodes: [], repeats: 2, verdicts: [], changed: false },
  });
});

test('lists are separated by commas or repeated', async () => {
  const { ids, topics, nodes, verdicts } = await parse(
    ...['--id', 'a,b', '--id', 'c', '--topic', 'drain,pool', '--node', '20,22,22,./node'],
    ...['--verdict', 'true,not-tested', '--verdict', 'not measured'],
  );
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(topics).toEqual(['drain', 'pool']);
  expect(nodes).toEqual(['20', '22', './node']);
  expect(verdicts).toEqual(['true', 'not tested', 'not measured']);
});

test.each([
  [['--explain'], '--explain shows one claim'],
  [['--explain', '--id', 'a,b'], '--explain shows one claim'],
  [['--explain', '--id', 'a', '--json'], '--explain is for people to read'],
  [['--changed', '--node', '20'], '--changed compares several versions of Node'],
  [['--verdict', 'maybe'], '--verdict cannot be maybe'],
  [['--json', '--markdown'], '--json and --markdown exclude each other'],
  [['--markdown', '--reporter', 'json'], 'both print to stdout'],
  [['--reporter', 'junit'], 'claims has no reporter junit'],
  [['--id', ''], '--id is empty'],
  [['--id', 'a', '--id', ' , '], '--id is empty'],
  [['--topic', ''], '--topic is empty'],
  [['--node', ''], '--node is empty'],
  [['--verdict', ','], '--verdict is empty'],
  [['--repeats', '0'], '--repeats 0 is not a whole number'],
])('%j is refused', async (words, message) => {
  await expect(parse(...words)).rejects.toThrow(message);
});
