/**
 * The measured process: loads one scenario, runs it once and reports what it measured.
 *
 * The build makes one CommonJS file, entry.cjs, of it and what it imports. As ES modules it takes 14 to 22 ms longer to
 * start, which is half of what a run costs: Node loads all of `fs` and more for an `import` of it.
 */

import { Watcher } from '../meter/watch.ts';
import {
  type Check,
  type ChildWarning,
  type CounterReport,
  EXIT_NEVER_SETTLED,
  monotonicMs,
  type PartialFigures,
  type Phase,
  parseRequest,
} from '../protocol.ts';
import type { OperationTimer, ParameterValue, Peer, Scenario } from '../scenario.ts';
import { describeError } from '../thrown/describe-error.ts';
import { afterThisTurn, cpuUsage, exit, now, turnLoop } from './before-scenario.ts';
import { type Channel, openChannel } from './channel.ts';
import { startGcLog } from './gc-log.ts';
import { loadScenario } from './load-scenario.ts';
import { type LoopDelay, startLoopDelay } from './loop-delay.ts';
import { noteMemoryReads, noteOtherMemory } from './other-memory.ts';
import { readCpuWaitMs, readMemory, readPeakRss, resetPeakRss } from './readings.ts';
import { startSamplingIfRequested } from './requested-sampling.ts';
import { collect, keepAliveUntilHere, settle } from './settle.ts';

/** The exit code of a process that was terminated on request. */
const EXIT_TERMINATED = 143;

/** Less than the time after which the parent kills a process that does not exit. */
const MAX_FLUSH_MS = 1000;

const request = parseRequest(process.argv[2] ?? '{}');
const { parameters } = request;
const readings = ({ byLabel, recorded }: CounterReport) => ({ parameters, counters: byLabel, recorded });
let channel: Channel;
const watcher = new Watcher();
const warnings = new Set<ChildWarning>();
const outOfTime = new AbortController();
let scenario: Scenario | undefined;
let phase: Phase = 'start';
/** That this process ends is known to the parent, and why. */
let isOver = false;

void runAndExit();

/** Reports whatever ends this process. */
async function runAndExit(): Promise<void> {
  channel = await openChannelToParent();
  // A monitor, not a handler: what the scenario does about its own errors stays as it is.
  process.on('uncaughtExceptionMonitor', (error: unknown) => {
    if (process.listenerCount('uncaughtException') === 0) sendFailure(error);
  });
  process.on('exit', (code) => {
    if (!isOver) channel.send({ type: 'exit', phase, code, partial: describePartial() });
  });
  // Nothing is left to do, and the run is not over.
  process.on('beforeExit', () => {
    process.exitCode ??= EXIT_NEVER_SETTLED;
  });
  process.once('SIGTERM', () => {
    isOver = true;
    channel.send({ type: 'interrupted', partial: describePartial() });
    outOfTime.abort(new Error('the run is out of time'));
    afterThisTurn(() => exit(EXIT_TERMINATED));
  });
  noteOtherMemory((warning) => warnings.add(warning));
  if (request.hasFalseMemory === true) noteMemoryReads(() => warnings.add('false-memory-read'));
  if (request.watchesParent) (await import('./exit-with-parent.ts')).endWithParent();

  try {
    await main();
  } catch (error) {
    sendFailure(error);
    // A person reads this; otherwise it would count as output of the scenario.
    if (request.standalone === true)
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    await flushOutput();
    exit(1);
  }
  await flushOutput();
  exit(0);
}

async function openChannelToParent(): Promise<Channel> {
  if (request.standalone !== true) return openChannel();
  return (await import('./standalone-channel.ts')).openStandaloneChannel(request.tempDir);
}

async function main(): Promise<void> {
  enter('load');
  scenario = await loadScenario(request.scenarioUrl);
  watcher.prepare();
  enter('setup');
  const context = { parameters: request.parameters, tempDir: request.tempDir, startPeer, loadTimer };
  const prepared = await scenario.setup?.(context);
  const { watch, record } = watcher;
  const runContext = { ...context, prepared, watch, record, signal: outOfTime.signal };
  let { result, ...measured } = await measureRun(scenario, runContext);

  const { start } = measured.memory;
  const retained = await readRetained(start);
  const rounds = [retained];
  for (let round = 1; round < request.rounds; round += 1) {
    result = await scenario.run(runContext);
    rounds.push(await readRetained(start));
  }
  keepAliveUntilHere(result);

  enter('teardown');
  await scenario.teardown?.(prepared);
  enter('finish');
  const checks = check(measured.counters);
  const { claim } = scenario;
  const ruling =
    claim && (await import('../claims/apply-rule.ts')).applyRule(claim, readings(measured.counters));
  for (const warning of watcher.warnings) warnings.add(warning);
  isOver = true;
  const memory = { ...measured.memory, retained };
  const verdicts = { checks, ...(ruling !== undefined && { ruling }), warnings: [...warnings] };
  channel.ask({ type: 'final', figures: { ...measured, memory, rounds, ...verdicts } });
}

/** The figures of one run, and the value that it resolved with, which stays alive until the retained memory has been read. */
async function measureRun(scenario: Scenario, runContext: Parameters<Scenario['run']>[0]) {
  const sampling = await startSamplingIfRequested(request, watcher, (warning) => warnings.add(warning));
  enter('settle');
  const [isSettled, loopDelay] = await settleBeforeRun(scenario);
  if (!isSettled) warnings.add('not-settled');
  const gcLog = startGcLog({ notes: request.notesMoments === true });
  const start = readMemory();
  const wasReset = resetPeakRss();
  if (!wasReset) warnings.add('peak-rss-not-reset');
  sampling?.begin();

  loopDelay.begin();
  enter('run');
  const waitedBefore = readCpuWaitMs();
  const cpuBefore = cpuUsage();
  const startedAt = now();
  const result: unknown = await scenario.run(runContext);
  const durationMs = now() - startedAt;
  const cpu = cpuUsage(cpuBefore);
  const waited = readCpuWaitMs();

  enter('retain');
  const end = readMemory();
  const peakRss = readPeakRss(wasReset);
  sampling?.readLast();
  const counters = watcher.report();
  await sampling?.end();
  const gc = await gcLog.stop();
  const collections = gcLog.noted.map((one) => ({ ...one, atMs: one.atMs - startedAt }));
  const eventLoop = loopDelay.read();
  const [cpuUserMs, cpuSystemMs] = [cpu.user / 1000, cpu.system / 1000];
  const memory = { start, end };
  const cpuWait =
    waited === undefined || waitedBefore === undefined ? {} : { cpuWaitMs: waited - waitedBefore };
  const times = { durationMs, cpuUserMs, cpuSystemMs, ...cpuWait };
  const noted = request.notesMoments === true ? { collections } : {};
  return { result, ...times, counters, peakRss, memory, gc, ...noted, eventLoop };
}

/** One collection fits into the time until the first tick of the loop's monitor, and several do not. */
async function settleBeforeRun({ setup }: Scenario): Promise<[boolean, LoopDelay]> {
  if (setup !== undefined) return [await settle(), await startLoopDelay()];
  const loopDelay = startLoopDelay();
  return [await collect(), await loopDelay];
}

/** The checks of the scenario. Throws a TypeError for anything but an object with booleans: it would count as passed. */
function check(counted: CounterReport): Check[] {
  const { checks } = scenario?.expect ?? {};
  if (checks === undefined) return [];
  const returned: unknown = checks(readings(counted));
  if (typeof returned !== 'object' || returned === null || Array.isArray(returned) || 'then' in returned) {
    const what = returned instanceof Promise ? 'a promise' : String(returned);
    throw new TypeError(`expect.checks must return an object of sentences with true or false, not ${what}`);
  }
  const entries = Object.entries(returned);
  if (entries.length === 0)
    throw new TypeError('expect.checks returned no check: return at least one sentence');
  return entries.map(([text, passed]) => {
    if (typeof passed === 'boolean') return { text, passed };
    throw new TypeError(
      `expect.checks: '${text}' must be true or false, not ${typeof passed === 'string' ? `the text '${passed}'` : String(passed)}`,
    );
  });
}

/** Only a scenario that is expected to end early has checks for a run that did. */
function describePartial(): PartialFigures {
  let counters: CounterReport = { byLabel: {}, recorded: {} };
  try {
    counters = watcher.report();
    if (scenario?.expect?.outcome !== undefined) return { counters, checks: check(counters) };
  } catch {
    // The process is ending, and what is sent with this says why. The parent sees that no checks were reported.
  }
  return { counters, checks: [] };
}

function enter(next: Phase): void {
  phase = next;
  channel.send({ type: 'phase', phase, atMs: monotonicMs() });
}

function startPeer(file: URL, settings: Readonly<Record<string, ParameterValue>> = {}): Peer {
  if (!(file instanceof URL)) {
    throw new TypeError(
      `startPeer() takes the URL of a file, such as new URL('./peer.ts', import.meta.url), not ${String(file)}`,
    );
  }
  const reply = channel.ask({ type: 'start-peer', url: file.href, settings });
  if (reply.type !== 'peer') {
    throw new Error(
      `the peer ${file.pathname} did not start${reply.type === 'refused' ? `: ${reply.message}` : ''}`,
    );
  }
  return { port: reply.port };
}

async function loadTimer(): Promise<OperationTimer> {
  const { loadOperationTimer } = await import('./operation-timer.ts');
  return loadOperationTimer(request.timesBriefly === true);
}

async function readRetained(start: ReturnType<typeof readMemory>) {
  await turnLoop();
  if (!(await settle(start))) warnings.add('not-settled');
  return readMemory();
}

/** Waits until what was printed has left the process: a full pipe takes the rest later, and an exit would lose it. */
async function flushOutput(): Promise<void> {
  // Asked first, since reading process.stdout opens it.
  if (!process.getActiveResourcesInfo().some((name) => name.endsWith('WriteWrap'))) return;
  const deadline = now() + MAX_FLUSH_MS;
  const isPending = (): boolean => process.stdout.writableLength + process.stderr.writableLength > 0;
  while (isPending() && now() < deadline) await turnLoop();
}

function sendFailure(error: unknown): void {
  isOver = true;
  channel.send({ type: 'failure', phase, error: describeError(error), partial: describePartial() });
}
