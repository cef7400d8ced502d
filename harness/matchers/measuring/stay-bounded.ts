/** `toStayBounded()`: by the runs at several volumes with which `run` judges growth, at smaller volumes. */
import { UsageError } from '../../errors.ts';
import { measureScenario } from '../../measure/measure-cases.ts';
import { growthMetricNamed } from '../../metrics.ts';
import { volumeNameOf } from '../../plan/plan-cases.ts';
import { makeRandom } from '../../plan/random.ts';
import { describeVerdict } from '../../report/text/growth-sentence.ts';
import type { Growth } from '../../result.ts';
import type { GrowthMetric } from '../../scenario.ts';
import { formatBytes } from '../../units.ts';
import { drawPoints } from './draw.ts';
import type { Asked, Found } from './found.ts';
import { describeCalls, requireRuns } from './require-measured.ts';

/** The most of the largest volume, unless the queues need more to fill: as with --quick. */
const GROWTH_AT_MOST_BYTES = 128 * 1024 * 1024;

/** The smallest of the volumes by which growth is judged then. */
const FIRST_VOLUME_BYTES = GROWTH_AT_MOST_BYTES / 16;

/** The order of runs at different volumes does not matter to a test, and is the same each time. */
const SEED = 1;

export async function stayBounded({ subject: given, runs }: Asked): Promise<Found> {
  const { scenario, parameters } = given.case;
  const volumeName = volumeNameOf(scenario);
  if (volumeName === undefined) {
    throw new UsageError(
      `${scenario.name} was not measured: it has no volume, by which growth could be judged`,
      {
        hint: 'declare one, and stream as many bytes: parameters: { volume: volume(64 * MiB) }',
      },
    );
  }
  // The first run shows only what is watched, and with which highWaterMark.
  const small = Math.min(FIRST_VOLUME_BYTES, Number(parameters[volumeName]));
  const subject = { ...given, case: { scenario, parameters: { ...parameters, [volumeName]: small } } };
  const results = await measureScenario([subject], {
    counts: { measureRuns: 1, profileRuns: 0, stableRuns: 0 },
    growth: true,
    sizes: { growthAtMostBytes: GROWTH_AT_MOST_BYTES },
    random: makeRandom(SEED),
    runs,
  });
  requireRuns(subject, runs);
  const result = results.get(subject);
  const growth = result?.growth;
  if (result === undefined || growth === undefined) {
    throw new UsageError(
      `${scenario.name} was not measured: nothing was watched whose growth could be judged`,
      {
        hint: "watch a stream in its run(): const sink = watch('sink', createWriteStream(path))",
      },
    );
  }
  if (growth.verdict === 'inconclusive') {
    throw new UsageError(
      `${scenario.name} was not judged: whether it is bounded cannot be told: ${growth.reason}`,
      {
        hint: 'measure it by itself, at larger volumes: npx tidemark run',
      },
    );
  }
  return {
    pass: growth.verdict === 'bounded',
    sentence: describeVerdict(result),
    details: [...describeCalls(result.labels ?? []), `why ${growth.verdict}: ${growth.reason}`],
    draw: () => drawGrowth(growth),
  };
}

function drawGrowth({ metric, points }: Growth): string {
  const { label, unit } = growthMetricNamed(metric as GrowthMetric);
  // The first run is at the volume of another one.
  const peaks = new Map(points.map(({ volumeBytes, peakBytes }) => [volumeBytes, peakBytes]));
  const drawn = [...peaks].map(([bytes, value]) => ({ at: formatBytes(bytes), value }));
  return drawPoints(label, drawn, unit, 'at a volume of');
}
