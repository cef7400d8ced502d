/** Runs the scenario default-marks with several versions of Node. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../harness/package-root.ts';
import type { DefaultMarks } from '../harness/report/markdown/default-marks.ts';
import { reportSchema } from '../harness/report-schema.ts';
import { endedAsExpected } from '../harness/result.ts';

/** @param nodes Versions, such as 22, or paths of a binary. */
export async function measureDefaults(nodes: readonly string[]): Promise<DefaultMarks> {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-defaults-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[compiled('harness/cli.js'), 'run', '--scenario', 'default-marks', '--quick'],
      ...nodes.flatMap((node) => ['--node', node]),
      ...['--json', '--results', folder],
    ]);
    const { results } = reportSchema.parse(JSON.parse(stdout));
    return Object.fromEntries(
      results.map((result) => {
        const run = result.runs.find((one) => one.kind === 'measure' && endedAsExpected(one, result));
        if (run?.recorded === undefined) throw new Error(`default-marks did not complete on ${result.node}`);
        return [result.node, run.recorded];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
