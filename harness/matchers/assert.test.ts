/** The matchers as such, by those for any runner: each measures real scenarios, at small volumes. */
import { describe, expect as expectValue, test } from 'vitest';
import { expect } from '../../dist/harness/matchers/assert.js';
import waits from '../test/fixtures-matchers/waits.bench.ts';

const SMALL = { parameters: { volume: '1 MiB' } };
const fixture = (name: string): URL => new URL(`../test/fixtures-matchers/${name}.bench.ts`, import.meta.url);
const inWords = (result: Promise<void>): Promise<string> =>
  result.then(
    () => 'it holds',
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe('a matcher', () => {
  test('holds or does not, and its opposite is the opposite', async () => {
    await expect(waits).toBufferAtMost('64 KiB');
    await expect(fixture('waits')).not.toBufferAtMost(65535);
    await expect('ignore-drain').not.toRespectBackpressure(SMALL);
    await expect(fixture('waits')).toRespectBackpressure();
  });

  test('that fails says the figure, the bound, how it came about, the call to blame and the command', async () => {
    const message = await inWords(expect('ignore-drain').toBufferAtMost('128 KiB', SMALL));
    const [sentence, space, drawn, ...rest] = message.split('\n');
    expectValue([sentence, space]).toEqual([
      'AssertionError: ignore-drain buffers 1 MiB at its peak, which is more than 128 KiB',
      '',
    ]);
    expectValue(drawn).toMatch(/^\w+ over .* [▁▂▃▄▅▆▇█ ]{40} peak /);
    expectValue(rest).toEqual([
      '`sink`: peak 1 MiB, highWaterMark 64 KiB',
      expectValue.stringMatching(
        /^first call after false: scenarios\/writable\/ignore-drain\.ts:\d+:\d+ → sink\.write\(\)$/,
      ),
      'show it with: npx tidemark run --scenario ignore-drain --param volume=1MiB',
    ]);
  });

  test('refuses in words what needs another Node', async () => {
    const message = await inWords(expect(fixture('newer')).toStayBounded());
    expectValue(message).toContain(
      `newer needs Node 99.0 or later, and this is Node ${process.versions.node}`,
    );
    expectValue(message).toContain('skip the test on this version');
  });

  test('judges growth without a number', async () => {
    await expect(waits).toStayBounded();
    const message = await inWords(expect('ignore-drain').toStayBounded());
    expectValue(message).toMatch(
      /^AssertionError: ignore-drain: linear, 1\.00 bytes retained per byte written/,
    );
    expectValue(message).toMatch(/\npeak buffered ▁▁▂▄█ 8 MiB to 128 MiB, at a volume of 8 MiB to 128 MiB\n/);
  });

  test('finds what single runs leave, in the calls of run() after the first', async () => {
    await expect(fixture('waits')).toRetainNothing();
    const message = await inWords(expect(fixture('leaks')).toRetainNothing());
    expectValue(message).toContain('leaks leaves 100 KiB more of ArrayBuffers with each run()');
  });
});

describe('what could not be measured', () => {
  test.each([
    [
      'a run that crashes',
      fixture('crashes'),
      /crashes was not measured: its run crashed in run: .*the database is gone/,
    ],
    [
      'a scenario without a watched stream',
      'baseline-noop',
      /baseline-noop was not measured: no stream is watched/,
    ],
    ['a scenario that does not exist', './missing.bench.ts', /there is no scenario file/],
    [
      'another scenario than the default export',
      { ...waits, title: 'Another' },
      /has another scenario as its default export/,
    ],
  ])('fails under `.not` as well: %s', async (_what, scenario, why) => {
    for (const matchers of [expect(scenario), expect(scenario).not]) {
      const message = await inWords(matchers.toBufferAtMost('1 MiB'));
      expectValue(message).toMatch(/^tidemark: /);
      expectValue(message).toMatch(why);
    }
  });

  test('is refused without a volume, and with wrong arguments', async () => {
    expectValue(await inWords(expect(fixture('leaks')).not.toStayBounded())).toMatch(/has no volume/);
    expectValue(await inWords(expect(waits).not.toBufferAtMost('much'))).toMatch(/is not a size/);
    // @ts-expect-error It has no such option.
    expectValue(await inWords(expect(waits).not.toStayBounded({ volume: 1 }))).toMatch(
      /there is no option volume/,
    );
  });
});
