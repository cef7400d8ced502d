/** The overhead of a measured run, compared with starting Node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { makeChildEnvironment } from '../runner/child-environment.ts';
import { medianFigure } from './figure.ts';
import { differences, measurePairs } from './pairs.ts';
import { openScenario } from './scenario-runs.ts';
import type { Section } from './section.ts';

const MAX_COST_MS = 30;

export const runCost: Section = {
  name: 'run-cost',
  title: 'Overhead of one run (baseline-noop) compared with starting node',
  measure: async ({ isQuick, random }) => {
    const makeRun = await openScenario('scenarios/baseline/baseline-noop.js');
    // The first of each has cold file caches.
    await startNode();
    await makeRun();
    const pairs = await measurePairs({
      count: isQuick ? 8 : 40,
      random,
      without: () => elapsedMs(startNode),
      with: () => elapsedMs(makeRun),
    });
    return [
      medianFigure(
        { name: 'starting node', unit: 'ms' },
        pairs.map((pair) => pair.without),
      ),
      medianFigure(
        { name: 'overhead of a run', unit: 'ms', target: { atMost: MAX_COST_MS } },
        differences(pairs),
      ),
    ];
  },
};

/** In the environment of a run: a variable of the user's could make any start slower. */
async function startNode(): Promise<void> {
  const env = makeChildEnvironment(process.env, [], 'bare');
  await once(spawn(process.execPath, ['-e', '0'], { env, stdio: 'ignore' }), 'exit');
}

async function elapsedMs(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return performance.now() - startedAt;
}
