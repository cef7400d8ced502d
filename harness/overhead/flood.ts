/** How long the sampler is blind while the event loop is blocked. */
import type { RunResult } from '../result.ts';
import { extremeFigure, type Figure } from './figure.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Section } from './section.ts';

const INTERVAL_MS = 10;
/** Five intervals: memory that is allocated for longer than this is always seen. */
const MAX_GAP_MS = 50;
/** The gap lasts as long as the native call, which cannot be interrupted, except for its two ends. */
const MIN_REPORTED_PERCENT = 90;

export const flood: Section = {
  name: 'flood',
  title: `Samples while the event loop is blocked, at ${INTERVAL_MS} ms`,
  measure: async ({ isQuick }) => [
    ...(await measureFlood({ runs: isQuick ? 3 : 20 })),
    ...(await measureNativeBlock({ runs: isQuick ? 2 : 5 })),
  ],
};

/** A flood of writes in one synchronous loop, which V8 can interrupt. */
export async function measureFlood({ runs }: { readonly runs: number }): Promise<Figure[]> {
  const results = await repeat(runs, 'harness/overhead/fixtures/synchronous-flood.js');
  return [
    extremeFigure({ name: 'a flood blocks for', unit: 'ms' }, results.map(blockedMs)),
    extremeFigure({ name: 'samples in it', unit: 'count' }, results.map(sampleCount)),
    extremeFigure(
      { name: 'longest gap in a run', unit: 'ms', target: { atMost: MAX_GAP_MS } },
      results.map(longestGapMs),
    ),
  ];
}

/** One long native call, which cannot be interrupted: the gap cannot be avoided, but must be reported. */
async function measureNativeBlock({ runs }: { readonly runs: number }): Promise<Figure[]> {
  const results = await repeat(runs, 'harness/overhead/fixtures/native-block.js');
  const reportedPercent = results.map((result) => (100 * longestGapMs(result)) / blockedMs(result));
  return [
    extremeFigure({ name: 'a native call blocks for', unit: 'ms' }, results.map(blockedMs)),
    extremeFigure({ name: 'longest gap, as reported', unit: 'ms' }, results.map(longestGapMs)),
    extremeFigure(
      { name: 'that gap, of the call', unit: 'percent', target: { atLeast: MIN_REPORTED_PERCENT } },
      reportedPercent,
    ),
  ];
}

async function repeat(runs: number, path: string): Promise<RunResult[]> {
  const makeRun: MakeRun = await openScenario(path);
  const results: RunResult[] = [];
  while (results.length < runs) results.push(await makeRun({ sampleIntervalMs: INTERVAL_MS }));
  return results;
}

const blockedMs = ({ recorded }: RunResult): number => requireFigure('blockedMs', recorded?.blockedMs);
const sampleCount = ({ sampling }: RunResult): number => requireFigure('sampling', sampling?.count);
const longestGapMs = ({ sampling }: RunResult): number => requireFigure('sampling', sampling?.longestGapMs);
