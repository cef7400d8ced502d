/**
 * The sampler thread. It reads the memory of the main thread through the inspector, which V8 serves in an interrupt of
 * the running script, even inside a loop that never yields. Each sample is written immediately, so a crash loses none.
 */
import { writeSync } from 'node:fs';
import { type Runtime, Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { monotonicMs, SAMPLES_FD } from '../protocol.ts';

export interface SamplerSettings {
  readonly intervalMs: number;
  readonly fd: number;
}
/** `beginAtMs` is on the monotonic clock: samples count from there. */
export type SamplerCommand = { readonly beginAtMs: number } | 'end';
/** 'ready' once it can sample, 'ended' when the last sample is written. */
export type SamplerAnswer = 'ready' | 'ended';

// Runtime.getHeapUsage would run no script, but its backingStorageSize (from Node 24 on) is `external`, not
// `arrayBuffers`, and it has neither `external` on Node 20 and 22 nor `rss` anywhere.
const READ_MEMORY = { expression: 'JSON.stringify(process.memoryUsage())', silent: true };

const { intervalMs, fd = SAMPLES_FD } = workerData as SamplerSettings;
const port = parentPort;
if (port === null) throw new Error('the sampler is a worker thread');
const session = new Session();
session.connectToMainThread();
let hasEnded = false;
let beginAtMs = 0;
let nextAtMs = 0;
let timer: NodeJS.Timeout | undefined;

port.on('message', (command: SamplerCommand) => {
  if (command === 'end') {
    hasEnded = true;
    clearTimeout(timer);
    read(end);
  } else {
    beginAtMs = command.beginAtMs;
    nextAtMs = beginAtMs;
    sample();
  }
});
read(() => port.postMessage('ready' satisfies SamplerAnswer));

function sample(): void {
  read((line) => {
    if (hasEnded) return;
    write(line);
    const now = monotonicMs();
    // Missed samples are skipped, not caught up: the next one is at the next multiple of the interval.
    nextAtMs += intervalMs * Math.max(1, Math.ceil((now - nextAtMs) / intervalMs));
    timer = setTimeout(sample, nextAtMs - now);
  });
}

function read(then: (line: string) => void): void {
  session.post('Runtime.evaluate', READ_MEMORY, (error, answer) => {
    const value: unknown = (answer as Runtime.EvaluateReturnType | undefined)?.result.value;
    if (error !== null || typeof value !== 'string')
      throw new Error(`no reading: ${error?.message ?? 'no value'}`);
    then(value);
  });
}

function write(usage: string): void {
  writeSync(fd, `[${monotonicMs() - beginAtMs},${usage}]\n`);
}

function end(line: string): void {
  write(line);
  // Without this, Node prints a line and waits for the debugger at exit.
  session.disconnect();
  // The thread stays alive: the main thread must still close its side of the session. If this thread had begun to exit
  // by then, its side would be half destroyed, which aborts the process.
  port?.postMessage('ended' satisfies SamplerAnswer);
}
