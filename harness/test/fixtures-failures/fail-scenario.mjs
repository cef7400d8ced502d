/**
 * Runs a scenario again and again in this process, each time with another fault, and prints how each run ended:
 * `node fail-scenario.mjs URL PARAMETERS all|short`. The process must exit by itself afterwards.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { resetSources, sources } from './failing-source.mjs';
import { makeWatch } from './failing-streams.mjs';
import { Peers } from './peers.mjs';

/** Only against a run that hangs although something keeps the process alive: one with nothing left is found at once. */
const HANG_MS = 30 * 1000;
const MOMENTS = ['start', 'middle', 'end'];

register('./redirect-sources.mjs', import.meta.url);
const [, , url, parametersJson, mode] = process.argv;
const parameters = JSON.parse(parametersJson);
const { default: scenario } = await import(url);

let unhandled = [];
process.on('uncaughtException', (error) => unhandled.push(`uncaught: ${error.message}`));
process.on('unhandledRejection', (error) => unhandled.push(`unhandled rejection: ${error?.message}`));

try {
  process.stdout.write(`${JSON.stringify(await attemptAll())}\n`);
} catch (error) {
  // Not thrown: this process survives what is uncaught.
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
}

async function attemptAll() {
  const sound = await attempt();
  const attempts = [{ fault: 'nothing fails', ...sound }];
  for (const fault of listFaults(sound)) {
    attempts.push({
      fault: `${fault.label} ${fault.how}, ${fault.moment}`,
      ...(await attempt(fault, sound)),
    });
  }
  return attempts;
}

/**
 * At each moment that comes in a run without a fault: there is no middle without chunks, and no end without a stream. The
 * short form leaves out, where each run starts other processes, what differs little from another fault.
 */
function listFaults({ counts, given, first, chunks, peers }) {
  const isShort = mode === 'short' && peers > 0;
  const faults = [];
  const add = (label, how, moments) => faults.push(...moments.map((moment) => ({ label, how, moment })));
  if (chunks > 0) add('the generator', 'fails', MOMENTS);
  for (const [label, count] of Object.entries(counts)) {
    const before = given.includes(label) ? ['before'] : [];
    add(label, 'fails', count > 0 ? [...before, ...MOMENTS] : [...before, 'start']);
    // A stream through which nothing goes loses nothing.
    if (count > 0) add(label, 'is destroyed', isShort ? ['middle'] : [...before, ...MOMENTS]);
  }
  const passing = counts[first] > 0 ? MOMENTS : ['start'];
  if (peers > 0) add('the peer', 'leaves', passing);
  if (first !== undefined)
    add('the signal', 'is aborted', isShort && counts[first] > 0 ? ['middle'] : passing);
  return faults;
}

async function attempt(fault, sound = { counts: {}, chunks: 0 }) {
  unhandled = [];
  resetSources(fault?.label === 'the generator' ? failAt(fault.moment, sound.chunks) : undefined);
  const tempDir = mkdtempSync(join(tmpdir(), 'tidemark-failure-'));
  const peers = new Peers();
  const abort = new AbortController();
  const outside = { 'the peer': () => peers.kill(), 'the signal': () => abort.abort() }[fault?.label];
  let hasActed = false;
  const act = () => {
    hasActed = true;
    outside?.();
  };
  const context = {
    parameters,
    tempDir,
    startPeer: (peer, settings) => peers.start(peer, settings),
    loadTimer: () => {
      throw new Error('a timed scenario has no stream that fails');
    },
  };
  const prepared = await scenario.setup?.(context);
  const watched = makeWatch({
    fault,
    calls: sound.counts,
    prepared,
    onMiddle: fault?.moment === 'middle' ? act : undefined,
    onEnd: fault?.moment === 'end' ? act : undefined,
  });
  if (fault?.moment === 'start') act();
  const running = (async () =>
    scenario.run({ ...context, prepared, watch: watched.watch, record() {}, signal: abort.signal }))();
  const ended = await settle(running);
  await scenario.teardown?.(prepared);
  await peers.end();
  const open = await findOpen(watched.streams);
  rmSync(tempDir, { recursive: true, force: true });
  return {
    ...ended,
    struck: watched.hasStruck() || sources.hasFailed || (outside !== undefined && hasActed),
    wasDone: watched.wasDone(),
    open,
    unhandled,
    counts: watched.counts,
    given: [...watched.given],
    first: watched.first(),
    chunks: sources.chunks,
    peers: peers.count,
  };
}

function failAt(moment, chunks) {
  return { start: 0, middle: Math.max(1, Math.floor(chunks / 2)), end: Number.POSITIVE_INFINITY }[moment];
}

/** How the run ended; 'never' if nothing is left that could end it. */
async function settle(running) {
  let timer;
  const hung = new Promise((resolve) => {
    timer = setTimeout(
      () => resolve({ ended: 'never', message: process.getActiveResourcesInfo().join() }),
      HANG_MS,
    );
    timer.unref();
  });
  const idle = new AbortController();
  const never = once(process, 'beforeExit', { signal: idle.signal }).then(
    () => ({ ended: 'never', message: 'nothing is left to do' }),
    () => {},
  );
  const ended = await Promise.race([
    running.then(
      () => ({ ended: 'resolved' }),
      (error) => ({ ended: 'rejected', message: `${error?.code ?? error?.name}: ${error?.message}` }),
    ),
    hung,
    never,
  ]);
  clearTimeout(timer);
  idle.abort();
  return ended;
}

/** What stays open, however long it is given to close: a file waits for the thread pool, which waits for a busy machine. */
async function findOpen(streams) {
  const list = () => [
    ...streams
      .filter(({ stream }) => !stream.closed && !isSent(stream) && !hasEnded(stream))
      .map(({ label }) => label),
    ...(sources.open > 0 ? ['the generator'] : []),
  ];
  const givenUpAt = performance.now() + HANG_MS;
  while (list().length > 0 && performance.now() < givenUpAt) await turnLoop();
  return [...new Set(list())];
}

/** A stream that does not destroy itself, such as that of a WebSocket, stays as it is once all of its sides have ended. */
function hasEnded(stream) {
  const isAutomatic = (stream._readableState ?? stream._writableState)?.autoDestroy !== false;
  return !isAutomatic && stream.readableEnded !== false && stream.writableFinished !== false;
}

/** An HTTP message has no state `closed` that says so. */
function isSent(stream) {
  return stream.destroyed && stream._closed === true;
}
