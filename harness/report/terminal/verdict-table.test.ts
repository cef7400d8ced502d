/** What a person sees of a comparison, compared with files under harness/test/golden/. */
import { describe, expect, test } from 'vitest';
import { compareReports } from '../../compare/compare-reports.ts';
import { compareValues } from '../../compare/compare-values.ts';
import type { ReportComparison } from '../../compare/verdict.ts';
import type { CaseResult, Report, RunResult } from '../../result.ts';
import {
  KiB,
  MiB,
  makeCase,
  makeCounters,
  makeEnvironment,
  makeGrowth,
  makeReport,
  makeRun,
} from '../../test/builders.ts';
import { makeNoise, makePairedRuns, makeSide, stable } from '../../test/pair-builders.ts';
import { makeColors } from '../text/colors.ts';
import { renderAnswer } from './answer.ts';
import type { TerminalStyle } from './scenario-report.ts';
import { renderValues } from './values-table.ts';
import { renderComparison } from './verdict-table.ts';

const PLAIN = { width: 80, colors: makeColors(false) };

interface Figures {
  readonly bufferedBytes: number;
  readonly rssBytes: number;
  readonly factor?: number;
  readonly count?: number;
}

const measured = ({ bufferedBytes, rssBytes, factor = 1, count = 5 }: Figures): RunResult[] =>
  Array.from({ length: count }, (_, index) =>
    makeRun({
      index,
      peakBufferedBytes: bufferedBytes,
      bytesDelivered: 256 * MiB,
      durationMs: (400 + 7 * index) * factor,
      cpuMs: 300 + 13 * ((index * 2) % 5),
      counters: { sink: makeCounters({ drains: bufferedBytes === 256 * MiB ? 0 : 4096 }) },
      recorded: { nanosecondsOfOneOperation: 61.5 * factor, heldBytes: 4 * KiB },
      memory: { peak: { rssBytes: rssBytes + index * KiB } },
    }),
  );

const PARAMETERS = { highWaterMark: 64 * KiB, chunkSize: 16 * KiB, volume: 256 * MiB };
const BOUNDED = makeGrowth({ verdict: 'bounded', slope: 0, low: 0, high: 0.003 });

const caseOf = (runs: readonly RunResult[], result: Partial<CaseResult> = {}): CaseResult =>
  makeCase({ parameters: PARAMETERS, runs: [...runs], growth: BOUNDED, ...result });

const HONOURED = { bufferedBytes: 64 * KiB, rssBytes: 56 * MiB };
const IGNORED = { bufferedBytes: 256 * MiB, rssBytes: 318 * MiB };

const before = makeReport({ results: [caseOf(measured(HONOURED))] });
const other = (results: readonly CaseResult[], report: Partial<Report> = {}): Report =>
  makeReport({
    id: '2026-02-03T04-05-06-ef01',
    startedAt: '2026-02-03T04:05:06.000Z',
    results: [...results],
    ...report,
  });

/** A change that retains a tenth more: confirmed for one case, not for the next, and too few pairs for a third. */
function makePairedComparison(): ReportComparison {
  const runsOf = (factors: readonly [number, number], seed: number, count: number): RunResult[] =>
    factors.flatMap((factor, index) => {
      const noise = makeNoise(count, 0.01, seed + index).map((each) => each * factor * 0.56 * MiB);
      return makePairedRuns(noise, stable, index === 0 ? 1 : 2);
    });
  const caseWith = (highWaterMark: number, runs: readonly RunResult[]): CaseResult =>
    makeCase({ parameters: { ...PARAMETERS, highWaterMark }, runs: [...runs] });
  const same = [1, 1] as const;
  return compareReports(
    makeSide('a', [
      caseWith(64 * KiB, runsOf(same, 0, 12)),
      caseWith(1 * MiB, runsOf(same, 0, 12)),
      caseWith(16 * KiB, runsOf(same, 0, 8)),
    ]),
    makeSide('b', [
      caseWith(64 * KiB, runsOf([1.1, 1.1], 5, 12)),
      caseWith(1 * MiB, runsOf([1.1, 1], 5, 12)),
      caseWith(16 * KiB, runsOf(same, 5, 8)),
    ]),
  );
}

/** All that `compare` prints. */
const show = (comparison: ReportComparison, style: TerminalStyle = PLAIN): string =>
  [
    renderComparison(comparison, style, { verbose: false, by: 'compare' }),
    renderAnswer({ kind: 'comparison', by: 'compare', comparison }, style),
  ].join('\n\n');

const SCREENS: Readonly<Record<string, string>> = {
  'a report and itself': show(compareReports(before, before)),
  'a report and a worse one of another machine': show(
    compareReports(
      before,
      other(
        [
          caseOf(
            [
              ...measured(IGNORED),
              makeRun({ outcome: { state: 'over-limit', limitBytes: 1, rssBytes: 2, phase: 'run' } }),
            ],
            {
              growth: makeGrowth(),
            },
          ),
        ],
        {
          environment: makeEnvironment({
            cpuModel: 'another\u001b[31m processor\n::error::',
            memoryBytes: 8 * 1024 * MiB,
          }),
        },
      ),
    ),
  ),
  'reports of other cases': show(
    compareReports(
      other([
        caseOf(measured(HONOURED)),
        caseOf(measured(HONOURED), { parameters: { ...PARAMETERS, chunkSize: 1 } }),
      ]),
      other([
        caseOf(measured({ ...HONOURED, count: 2, factor: 30 })),
        caseOf(measured(HONOURED), { scenario: 'await-drain\u202e' }),
      ]),
    ),
  ),
  'two sides run in pairs': show(makePairedComparison()),
  'reports that are not comparable': show(
    compareReports(before, other([caseOf([])], { environment: makeEnvironment({ flags: ['--jitless'] }) })),
  ),
  'values of an axis': renderValues(
    compareValues(
      makeReport({
        results: [
          caseOf(measured(HONOURED)),
          caseOf(measured({ ...IGNORED, factor: 12.5 }), {
            parameters: { ...PARAMETERS, highWaterMark: 1 * MiB },
            growth: makeGrowth(),
          }),
          caseOf(measured(HONOURED), { parameters: { ...PARAMETERS, highWaterMark: 16 * KiB } }),
          caseOf(measured(HONOURED), { scenario: 'await-drain', parameters: { highWaterMark: 1 } }),
        ],
      }),
      { axis: 'highWaterMark' },
    ),
    PLAIN,
  ),
};

describe.each(Object.entries(SCREENS))('%s', (name, text) => {
  test('is rendered as before, and fits the terminal', async () => {
    await expect(`${text}\n`).toMatchFileSnapshot(
      `../../test/golden/compare-${name.replaceAll(/\W+/g, '-')}.txt`,
    );
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('is safe to print', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]|^::/m);
  });
});

test('colours change nothing else', () => {
  const colored = show(makePairedComparison(), { width: 80, colors: makeColors(true) });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the test looks for them
  expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(SCREENS['two sides run in pairs']);
  expect(colored).not.toBe(SCREENS['two sides run in pairs']);
});
