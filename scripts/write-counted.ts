/**
 * Writes scenarios/counted.json: runs the whole catalogue, with this Node and with each version that is named, and stores
 * the counted figures that all runs agree on.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listNames } from '../harness/catalogue/built-in.ts';
import { loadScenarios } from '../harness/catalogue/load-scenarios.ts';
import { compiled, packageRoot } from '../harness/package-root.ts';
import { reportSchema } from '../harness/report-schema.ts';
import type { CaseResult } from '../harness/result.ts';
import { selectCounted } from './counted-figures.ts';

/** Some figures of a connection differ in one run of five. */
const REPEATED_RUNS = 8;
const MAX_REPORT_BYTES = 256 * 1024 * 1024;

const folder = mkdtempSync(join(tmpdir(), 'tidemark-counted-'));
try {
  const counted = selectCounted([
    ...[process.execPath, process.execPath, ...process.argv.slice(2)].map((node) =>
      run(['--all', '--quick', '--node', node]),
    ),
    run([...(await selectRepeated()), '--no-profile', '--runs', String(REPEATED_RUNS)]),
  ]);
  writeFileSync(join(packageRoot, 'scenarios', 'counted.json'), `${JSON.stringify(counted, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Comparison tables have too many cases to repeat. */
async function selectRepeated(): Promise<string[]> {
  const scenarios = await loadScenarios(listNames());
  return scenarios
    .filter(({ comparisonTable }) => comparisonTable === undefined)
    .flatMap(({ name }) => ['--scenario', name]);
}

function run(args: readonly string[]): readonly CaseResult[] {
  const command = [compiled('harness/cli.js'), 'run', ...args, '--no-growth', '--json', '--results', folder];
  const stdout = execFileSync(process.execPath, command, {
    encoding: 'utf8',
    maxBuffer: MAX_REPORT_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return reportSchema.parse(JSON.parse(stdout)).results;
}
