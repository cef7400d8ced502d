/** Whether the memory of tidemark itself grows with the number of samples. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { compiled } from '../package-root.ts';
import { makeChildEnvironment } from '../runner/child-environment.ts';
import { medianFigure } from './figure.ts';
import { differences, measurePairs } from './pairs.ts';
import { NotMeasured } from './scenario-runs.ts';
import type { Section } from './section.ts';

const FEW_SAMPLES = 10_000;
const MANY_SAMPLES = 1_000_000;
const MAX_GROWTH_BYTES = 30 * 1000 * 1000;

/** What a separate parent process reports at its end. */
export interface ParentReport {
  readonly samples: number;
  readonly peakRssBytes: number;
}

export const parentMemory: Section = {
  name: 'parent-memory',
  title: 'Peak RSS of tidemark itself, with samples coming as fast as it reads them',
  measure: async ({ isQuick, random }) => {
    const pairs = await measurePairs({
      count: isQuick ? 1 : 5,
      random,
      without: () => readPeak(FEW_SAMPLES),
      with: () => readPeak(MANY_SAMPLES),
    });
    return [
      medianFigure(
        { name: '10,000 samples', unit: 'bytes' },
        pairs.map((pair) => pair.without),
      ),
      medianFigure(
        { name: '1,000,000 samples', unit: 'bytes' },
        pairs.map((pair) => pair.with),
      ),
      medianFigure(
        { name: 'the difference', unit: 'bytes', target: { atMost: MAX_GROWTH_BYTES } },
        differences(pairs),
      ),
    ];
  },
};

async function readPeak(samples: number): Promise<number> {
  const script = compiled('harness/overhead/fixtures/parent-of-samples.js');
  const env = makeChildEnvironment(process.env, [], 'parent');
  const { stdout } = await promisify(execFile)(process.execPath, [script, String(samples)], { env });
  const report = JSON.parse(stdout) as ParentReport;
  if (report.samples < samples)
    throw new NotMeasured(`only ${report.samples} of ${samples} samples were read`);
  return report.peakRssBytes;
}
