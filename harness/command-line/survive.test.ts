import { expect, test } from 'vitest';
import { UsageError } from '../errors.ts';
import { parseCommandLine } from './parse.ts';
import type { SurviveOptions } from './survive.ts';

const parse = async (...words: readonly string[]): Promise<SurviveOptions> =>
  (await parseCommandLine(['survive', ...words], {
    ...{ version: '0.0.0', width: 80, listScenarios: async () => [] },
  })) as SurviveOptions;

test('both limits are searched, unless one is named', async () => {
  expect(await parse('-s', 'one')).toMatchObject({ command: 'survive', kinds: ['heap', 'rss'] });
  expect((await parse('-s', 'one', '--memory', 'rss')).kinds).toEqual(['rss']);
  expect((await parse('-s', 'one', '--memory', 'rss,heap')).kinds).toEqual(['heap', 'rss']);
  await expect(parse('-s', 'one', '--memory', 'disk')).rejects.toThrow(
    '--memory disk is not a kind of memory',
  );
});

test('--quick asks for less, and --runs for as many as are wanted', async () => {
  expect(await parse('-s', 'one')).toMatchObject({ repeats: 10, precision: 0.02 });
  expect(await parse('-s', 'one', '--quick')).toMatchObject({ repeats: 3, precision: 0.04 });
  expect(await parse('-s', 'one', '--quick', '--runs', '7')).toMatchObject({ repeats: 7 });
});

test('without a scenario, or with two reports on stdout, it is refused', async () => {
  await expect(parse()).rejects.toThrow(UsageError);
  await expect(parse('-s', 'one', '--json', '--reporter', 'junit')).rejects.toThrow('both print to stdout');
  await expect(parse('-s', 'one', '--reporter', 'bencher')).rejects.toThrow(
    'survive has no reporter bencher',
  );
});
