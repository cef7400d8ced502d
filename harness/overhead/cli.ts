/** `npm run bench:self`: argv -> sections -> a table or JSON -> exit code. */
import { randomInt } from 'node:crypto';
import { describeEnvironment } from '../environment.ts';
import { EXIT, UsageError } from '../errors.ts';
import { readToolVersion } from '../package-root.ts';
import { makeRandom } from '../plan/random.ts';
import { findAvailableMemory } from '../processes/available-memory.ts';
import { openTerminal } from '../report/terminal/open-terminal.ts';
import { prepareMonitor } from '../runner/process-monitor.ts';
import { probeNode } from '../toolchain/node/probe-node.ts';
import { parseSelfArguments, type SelfOptions } from './arguments.ts';
import { doctorCost } from './doctor-cost.ts';
import { flood } from './flood.ts';
import { renderHelp } from './help.ts';
import { parentMemory } from './parent-memory.ts';
import { peak } from './peak.ts';
import { renderTable } from './render-table.ts';
import { makeSelfReport, type SelfReport } from './report.ts';
import { runCost } from './run-cost.ts';
import { samplerCost } from './sampler-cost.ts';
import { NotMeasured, TIMEOUT_MS } from './scenario-runs.ts';
import type { MeasuredSection, Section } from './section.ts';
import { watchCost } from './watch-cost.ts';

const SECTIONS: readonly Section[] = [flood, peak, samplerCost, runCost, parentMemory, watchCost, doctorCost];

const { print, say, colors } = openTerminal(process);

try {
  process.exitCode = await main();
} catch (error) {
  process.exitCode = explain(error);
}

async function main(): Promise<number> {
  const names = SECTIONS.map(({ name }) => name);
  const options = parseSelfArguments(process.argv.slice(2), names, randomInt(2 ** 32 - 1));
  if (options.isHelp) {
    print(renderHelp(SECTIONS));
    return EXIT.pass;
  }
  const report = await measure(options);
  print(options.isJson ? JSON.stringify(report, null, 2) : renderTable(report.sections, colors));
  return report.isReached ? EXIT.pass : EXIT.failed;
}

async function measure({ names, isQuick, seed }: SelfOptions): Promise<SelfReport> {
  const startedAt = new Date().toISOString();
  const available = findAvailableMemory();
  const caps = { timeoutMs: TIMEOUT_MS, maxMemoryBytes: available.defaultMaxBytes };
  const environment = describeEnvironment([probeNode(process.execPath, [])], ['--expose-gc'], caps, {
    availableMemoryBytes: available.availableBytes,
  });
  await prepareMonitor();
  const sections: MeasuredSection[] = [];
  for (const { name, title, measure } of SECTIONS.filter((section) => names.includes(section.name))) {
    say(`${name} …`);
    // Each section has its own random sequence: its order does not depend on which others are measured.
    sections.push({ name, title, figures: await measure({ isQuick, random: makeRandom(seed) }) });
  }
  const parts = {
    startedAt,
    finishedAt: new Date().toISOString(),
    seed,
    quick: isQuick,
    environment,
    sections,
  };
  return makeSelfReport(parts, readToolVersion());
}

/** Prints what happened; returns the exit code. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    say(`bench:self: ${error.message}`);
    if (error.hint !== undefined) say(`  ${error.hint}`);
    return EXIT.usage;
  }
  if (error instanceof NotMeasured) {
    say(`bench:self: ${error.message}`);
    return EXIT.notMeasured;
  }
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.bug;
}
