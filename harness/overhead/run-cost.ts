/** What a measured run costs beyond the start of Node itself. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { makeChildEnvironment } from '../runner/child-environment.ts';
import { medianFigure } from './figure.ts';
import { differences, measurePairs } from './pairs.ts';
import { openScenario } from './scenario-runs.ts';
import type { Section } from './section.ts';

const MAX_COST_MS = 60;

export const runCost: Section = {
  name: 'run-cost',
  title: 'A whole run of baseline-noop, against a bare start of Node',
  measure: async ({ isQuick, random }) => {
    const makeRun = await openScenario('scenarios/baseline/baseline-noop.js');
    // The first of each finds cold files.
    await startBare();
    await makeRun();
    const pairs = await measurePairs({
      count: isQuick ? 8 : 40,
      random,
      without: () => elapsedMs(startBare),
      with: () => elapsedMs(makeRun),
    });
    return [
      medianFigure(
        { name: 'a bare start', unit: 'ms' },
        pairs.map((pair) => pair.without),
      ),
      medianFigure(
        { name: 'a run costs beyond it', unit: 'ms', target: { atMost: MAX_COST_MS } },
        differences(pairs),
      ),
    ];
  },
};

/** The same environment as a run: a variable of the user's can make any start slower. */
async function startBare(): Promise<void> {
  const env = makeChildEnvironment(process.env, [], 'bare');
  await once(spawn(process.execPath, ['-e', '0'], { env, stdio: 'ignore' }), 'exit');
}

async function elapsedMs(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
