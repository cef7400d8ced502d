/**
 * The sampler thread. It reads the memory of the main thread through the inspector, which V8 serves in an interrupt of
 * the running script, even inside a loop that never yields. Each sample is written immediately, so a crash loses none.
 */
import { writeSync } from 'node:fs';
import { type Runtime, Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs, SAMPLES_FD } from '../protocol.ts';
import type { CallReader } from './live-reader.ts';
import type { LiveSampler } from './live-sampler.ts';

export interface SamplerSettings {
  readonly intervalMs: number;
  readonly fd: number;
  /** The expression whose value is the object of the main thread that reads its memory. */
  readonly reader: string;
  readonly readsLiveMemory: boolean;
}
/** `beginAtMs` is on the monotonic clock: samples count from there. `lastLive` is a reading that the main thread took. */
export type SamplerCommand =
  | { readonly beginAtMs: number }
  | { readonly end: true; readonly lastLive?: string | undefined };
/** 'ready' once it can sample, 'ended' when the last sample is written. */
export type SamplerAnswer = 'ready' | 'ended';

const { intervalMs, fd = SAMPLES_FD, reader, readsLiveMemory } = workerData as SamplerSettings;
const port = parentPort;
if (port === null) throw new Error('the sampler is a worker thread');
const session = new Session();
session.connectToMainThread();
let live: LiveSampler | undefined;
let hasEnded = false;
let beginAtMs = 0;
let nextAtMs = 0;
let timer: NodeJS.Timeout | undefined;

port.on('message', (command: SamplerCommand) => {
  if ('end' in command) {
    hasEnded = true;
    clearTimeout(timer);
    if (command.lastLive === undefined) read(end);
    else end(command.lastLive);
  } else {
    beginAtMs = command.beginAtMs;
    nextAtMs = beginAtMs;
    sample();
  }
});
// Runtime.getHeapUsage would run no script, but its backingStorageSize (from Node 24 on) is `external`, not
// `arrayBuffers`, and it has neither `external` on Node 20 and 22 nor `rss` anywhere.
const call = await findReader(reader);
if (readsLiveMemory) {
  const { openLiveSampler } = await import('./live-sampler.ts');
  live = await openLiveSampler(session, call);
}
read(() => port.postMessage('ready' satisfies SamplerAnswer));

function sample(): void {
  read((line) => {
    if (hasEnded) return;
    write(line);
    if (live === undefined) timer = setTimeout(sample, untilNextMs());
    else live.wait(sample);
  });
}

/** Missed samples are skipped, not caught up: the next one is at the next multiple of the interval. */
function untilNextMs(): number {
  const now = monotonicMs();
  nextAtMs += intervalMs * Math.max(1, Math.ceil((now - nextAtMs) / intervalMs));
  return nextAtMs - now;
}

function read(then: (line: string) => void): void {
  if (live !== undefined) {
    live.read(then);
    return;
  }
  call('read', (value) => {
    if (typeof value !== 'string') throw new Error('no reading');
    then(value);
  });
}

/** `usage` is process.memoryUsage() as JSON, followed by more in a run that reads live memory. */
function write(usage: string): void {
  writeSync(fd, `[${monotonicMs() - beginAtMs},${usage}]\n`);
}

function end(line: string): void {
  write(line);
  const disconnect = (): void => {
    // Without this, Node prints a line and waits for the debugger at exit.
    session.disconnect();
    // The thread stays alive: the main thread must still close its side of the session. If this thread had begun to exit
    // by then, its side would be half destroyed, which aborts the process.
    port?.postMessage('ended' satisfies SamplerAnswer);
  };
  if (live === undefined) disconnect();
  else live.close(disconnect);
}

/** `expression` has the object as its value; the main thread takes it back once this has resolved. */
async function findReader(expression: string): Promise<CallReader> {
  const objectId = await findObject(expression);
  return (method, then) => {
    const functionDeclaration = `function () { return this.${method}(); }`;
    session.post(
      'Runtime.callFunctionOn',
      { objectId, functionDeclaration, silent: true },
      (error, answer) => {
        if (error !== null) throw new Error(`${method} was not called: ${error.message}`);
        then((answer as Runtime.CallFunctionOnReturnType).result.value);
      },
    );
  };
}

function findObject(expression: string): Promise<string> {
  return new Promise((resolve, reject) => {
    session.post('Runtime.evaluate', { expression, silent: true }, (error, answer) => {
      const objectId = (answer as Runtime.EvaluateReturnType | undefined)?.result.objectId;
      if (error !== null || objectId === undefined) reject(new Error('there is no reader of memory'));
      else resolve(objectId);
    });
  });
}
