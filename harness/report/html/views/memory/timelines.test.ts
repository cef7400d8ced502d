import { expect, test } from 'vitest';
import type { CaseResult } from '../../../../result.ts';
import { KiB, MiB, makeCase, makeCounters, makeLive, makeRun } from '../../../../test/builders.ts';
import { attribute, type Element, parseHtml, textOf } from '../../../../test/parse-html.ts';
import { SampleThinner } from '../../thinned-samples.ts';
import { renderTimelines } from './timelines.ts';

/** Half of what is sampled is live; the sink buffers up to `peakBytes`. */
function makeFlood(peakBytes: number, liveVolume = 256 * MiB): CaseResult {
  const parameters = { volume: 256 * MiB };
  return makeCase({
    parameters,
    parameterKinds: { volume: 'volume' },
    runs: [
      makeRun({
        ...{ index: 3, kind: 'profile', durationMs: 100, parameters },
        counters: { sink: makeCounters({ highWaterMarkBytes: 64 * KiB }) },
        collections: [{ kind: 'major', atMs: 20, durationMs: 1 }],
        timeline: {
          bucketMs: 50,
          ...{ rssBytes: [], heapUsedBytes: [], externalBytes: [], arrayBuffersBytes: [] },
          ...{ bufferedBytes: { sink: [0, peakBytes] }, drains: [0, 7] },
        },
      }),
      makeRun({ index: 4, kind: 'growth', parameters: { volume: liveVolume }, live: makeLive() }),
    ],
  });
}

function sample(endMs: number, arrayBuffersBytes: number) {
  const thinner = new SampleThinner(100);
  for (const share of [0, 0.5, 1])
    thinner.add(share * endMs, [100 * MiB, share * arrayBuffersBytes, MiB, MiB]);
  return thinner.finish();
}

/** What is live was sampled in a run that took four times as long. */
const SAMPLES = new Map([
  [3, sample(100, 90 * MiB)],
  [4, sample(400, 45 * MiB)],
]);

const draw = (result: CaseResult): Element[] =>
  parseHtml(`<!doctype html><title>a</title>${renderTimelines(result, SAMPLES).html}`);
const titlesOf = (page: readonly Element[]): string[] =>
  page.filter(({ tagName }) => tagName === 'h4').map(textOf);
const lineOf = (page: readonly Element[], name: string): Element | undefined =>
  page.find((one) => attribute(one, 'data-name') === name);

test('one chart has what was sampled, live and buffered over time, with collections and drains', () => {
  const page = draw(makeFlood(80 * MiB));
  const [figure] = page.filter(({ tagName }) => tagName === 'figure');
  const text = textOf(figure as Element).replace(/\s+/g, ' ');
  for (const legend of [
    ...['RSS, peak 100 MiB', 'arrayBuffers, peak 90 MiB', 'live arrayBuffers, peak 45 MiB'],
    ...['buffered: sink, peak 80 MiB', 'highWaterMark 64 KiB', '1 major collection', "'drain', 7 times"],
  ])
    expect(text).toContain(legend);
  // 0, 22.5 and 45 MiB at 0, 200 and 400 ms, which are the same share of the work as 0, 50 and 100 ms.
  const live = attribute(lineOf(page, 'live arrayBuffers') as Element, 'd');
  expect(live).toBe(`m0 0l50 ${22.5 * MiB} 50 ${22.5 * MiB}`);
  expect(text).toContain('of run 4, which did the same in 400 ms, drawn over the length of this one.');
});

test('what streams buffer has a chart of its own only where it would be a line at the lower edge', () => {
  expect(titlesOf(draw(makeFlood(80 * MiB)))).toEqual(['Sampled, live and buffered memory', 'Live memory']);
  expect(titlesOf(draw(makeFlood(64 * KiB)))).toEqual([
    ...['Sampled, live and buffered memory', 'Buffered by the watched streams', 'Live memory'],
  ]);
});

test('what was live at another volume is not drawn over the samples', () => {
  const page = draw(makeFlood(80 * MiB, 128 * MiB));
  expect(lineOf(page, 'live arrayBuffers')).toBeUndefined();
  expect(titlesOf(page)).toEqual(['Sampled and buffered memory', 'Live memory']);
});
