/** How far the reported peak is from the true one, where what is held is known to the byte. */
import type { RunResult } from '../result.ts';
import { extremeFigure, type Figure } from './figure.ts';
import { HELD_BYTES } from './fixtures/held-in-a-block.ts';
import { type MakeRun, openScenario, requireFigure } from './scenario-runs.ts';
import type { Section } from './section.ts';

const INTERVAL_MS = 10;
const HOLDS_MS = [20, 50, 150, 500];
/** Five intervals. What is held for less is counted by watch(), not sampled. */
const SHORTEST_SEEN_MS = 50;
const MAX_ERROR_PERCENT = 1;

export const peak: Section = {
  name: 'peak',
  title: 'Reported against true peak of arrayBuffers, inside a blocked loop',
  measure: async ({ isQuick }) => {
    const makeRun = await openScenario('harness/overhead/fixtures/held-in-a-block.js');
    const figures: Figure[] = [];
    for (const holdMs of HOLDS_MS) figures.push(await measureHold(makeRun, holdMs, isQuick ? 2 : 10));
    return figures;
  },
};

async function measureHold(makeRun: MakeRun, holdMs: number, runs: number): Promise<Figure> {
  const errors: number[] = [];
  while (errors.length < runs) {
    errors.push(errorPercent(await makeRun({ parameters: { holdMs }, sampleIntervalMs: INTERVAL_MS })));
  }
  return extremeFigure(
    {
      name: `error, held for ${holdMs} ms`,
      unit: 'percent',
      ...(holdMs >= SHORTEST_SEEN_MS && { target: { atMost: MAX_ERROR_PERCENT } }),
    },
    errors,
  );
}

/** Of what was held, without its sign. */
function errorPercent({ memory }: RunResult): number {
  const peakBytes = requireFigure('the peak of arrayBuffers', memory?.peak?.arrayBuffersBytes);
  const startBytes = requireFigure('arrayBuffers at the start', memory?.start?.arrayBuffersBytes);
  return (100 * Math.abs(peakBytes - startBytes - HELD_BYTES)) / HELD_BYTES;
}
