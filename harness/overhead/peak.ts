/** How far the reported peak is from the true one, which is known to the byte. */
import type { RunResult } from '../result.ts';
import { extremeFigure, type Figure } from './figure.ts';
import { PEAK_BYTES } from './fixtures/peak-in-a-block.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Section } from './section.ts';

const INTERVAL_MS = 10;
const PEAK_DURATIONS_MS = [20, 50, 150, 500];
/** Five intervals. Shorter peaks can be missed by samples; watch() counts them. */
const MIN_SAMPLED_MS = 50;
const MAX_ERROR_PERCENT = 1;

export const peak: Section = {
  name: 'peak',
  title: 'Reported and true peak of arrayBuffers, inside a blocked loop',
  measure: async ({ isQuick }) => {
    const makeRun = await openScenario('harness/overhead/fixtures/peak-in-a-block.js');
    const figures: Figure[] = [];
    for (const peakMs of PEAK_DURATIONS_MS)
      figures.push(await measurePeak(makeRun, peakMs, isQuick ? 2 : 10));
    return figures;
  },
};

async function measurePeak(makeRun: MakeRun, peakMs: number, runs: number): Promise<Figure> {
  const errors: number[] = [];
  while (errors.length < runs) {
    errors.push(errorPercent(await makeRun({ parameters: { peakMs }, sampleIntervalMs: INTERVAL_MS })));
  }
  return extremeFigure(
    {
      name: `error, peak of ${peakMs} ms`,
      unit: 'percent',
      ...(peakMs >= MIN_SAMPLED_MS && { target: { atMost: MAX_ERROR_PERCENT } }),
    },
    errors,
  );
}

/** The absolute error, relative to the true peak. */
function errorPercent({ memory }: RunResult): number {
  const peakBytes = requireFigure('the peak of arrayBuffers', memory?.peak?.arrayBuffersBytes);
  const startBytes = requireFigure('arrayBuffers at the start', memory?.start?.arrayBuffersBytes);
  return (100 * Math.abs(peakBytes - startBytes - PEAK_BYTES)) / PEAK_BYTES;
}
