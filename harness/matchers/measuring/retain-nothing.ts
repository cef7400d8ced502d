/**
 * `toRetainNothing()`: one run shows what its result and its modules hold; a second, which calls `run()` again and again
 * in one process, shows what is left by each call, however little.
 */

import { UsageError } from '../../errors.ts';
import { volumeNameOf } from '../../plan/plan-cases.ts';
import { planRun, type Subject } from '../../plan/plan-runs.ts';
import type { MemoryReading } from '../../protocol.ts';
import { formatBytes } from '../../units.ts';
import { commandOf } from './command-of.ts';
import { drawMemory, drawPoints } from './draw.ts';
import type { Asked, Found } from './found.ts';
import { findLeak, findRetained, ROUNDS } from './judge-retained.ts';
import { requireRuns } from './require-measured.ts';

/** Of each call of run(): small, because they are many. */
const ROUND_BYTES = 8 * 1024 * 1024;

export async function retainNothing({ question, subject, runs }: Asked): Promise<Found> {
  const { name } = subject.case.scenario;
  await runs.make([planRun(subject, 'measure', 0)]);
  const [run] = requireRuns(subject, runs);
  const { start, retained } = run?.memory ?? {};
  if (start === undefined || retained === undefined) {
    throw new UsageError(`${name} was not measured: what it retains was not read`);
  }
  const held = findRetained(start, retained);
  const rounds = held === undefined ? await makeRounds(subject, runs) : [];
  const leak = rounds.length === 0 ? undefined : findLeak(rounds);
  const found = { commands: [commandOf(subject, question, ['--json'])], pass: false };
  if (held !== undefined) {
    return {
      ...found,
      sentence: `${name} still holds ${formatBytes(held.bytes)} of ${held.what} after run(), and may hold nothing beyond the ${formatBytes(held.noiseBytes)} that Node's own caches take`,
      details: ['the value that run() resolves with, a module or a listener refers to it'],
      draw: () => drawMemory(subject, runs),
    };
  }
  if (leak !== undefined) {
    return {
      ...found,
      sentence: `${name} leaves ${formatBytes(leak.bytesPerRound)} more of ${leak.what} with each run(), and may leave nothing`,
      details: ['it is not the value that run() resolves with: a module, a timer or a listener refers to it'],
      draw: () => drawRounds(leak.what, leak.values),
    };
  }
  const by =
    rounds.length > 0
      ? `${rounds.length} calls of run()`
      : 'one call of run(): it cannot be called again after one setup()';
  return {
    ...found,
    pass: true,
    sentence: `${name} retains nothing, by ${by}`,
    details: [],
    draw: () => drawMemory(subject, runs),
  };
}

/** Empty if `run()` cannot be called again after one `setup()`, as when that opens the stream. */
async function makeRounds(subject: Subject, runs: Asked['runs']): Promise<readonly MemoryReading[]> {
  const { scenario, parameters } = subject.case;
  const volumeName = volumeNameOf(scenario);
  const small =
    volumeName === undefined ? {} : { [volumeName]: Math.min(ROUND_BYTES, Number(parameters[volumeName])) };
  await runs.make([
    planRun(subject, 'growth', 0, { rounds: ROUNDS, parameters: { ...parameters, ...small } }),
  ]);
  const run = runs.resultsOf(subject).at(-1);
  // A stream that is open already, or a server that is closed: not so if memory ran out.
  if (run?.outcome.state === 'crashed' || run?.outcome.state === 'timed-out') return [];
  requireRuns(subject, runs);
  return run?.rounds ?? [];
}

function drawRounds(what: string, values: readonly number[]): string {
  const points = values.map((value, index) => ({ at: String(index + 1), value }));
  return drawPoints(`retained ${what}`, points, 'bytes', 'after run');
}
