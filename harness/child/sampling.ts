import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { SAMPLES_FD } from '../protocol.ts';
import type { LiveReader } from './live-reader.ts';
import type { SamplerCommand, SamplerSettings } from './sampler.ts';

export interface Sampling {
  readonly begin: () => void;
  /** In a run that reads live memory, takes the last reading: what is watched at this moment is what the run left. */
  readonly readLast: () => void;
  /** Resolves when the last sample is written and both threads have closed the session. */
  readonly end: () => Promise<void>;
}

export interface SamplingOptions {
  readonly intervalMs: number;
  /** This and the functions below are from before the scenario was loaded: it may have replaced what they use. */
  readonly monotonicMs: () => number;
  /** Reads the memory of this thread, as JSON. */
  readonly readMemory: () => string;
  readonly turnLoop: () => Promise<void>;
  /** Given in a run that reads live memory: then it takes each sample, as often as its cost allows. */
  readonly live?: LiveReader | undefined;
  readonly fd?: number;
}

/** Starts the sampler thread. It samples only between `begin` and `end`. Rejects if there is no inspector. */
export async function startSampling({
  intervalMs,
  monotonicMs,
  readMemory,
  turnLoop,
  live,
  fd = SAMPLES_FD,
}: SamplingOptions): Promise<Sampling> {
  const settings: SamplerSettings = {
    ...{ intervalMs, fd, readsLiveMemory: live !== undefined },
    reader: `globalThis[Symbol.for('${NAME}')]`,
  };
  lend(live ?? { read: readMemory });
  const worker = new Worker(new URL('./sampler.js', import.meta.url), {
    workerData: settings,
    // A worker thread that shares stdout and stderr would make descriptors 1 and 2 of the scenario non-blocking.
    stdout: true,
    stderr: true,
  });
  await once(worker, 'message').finally(takeBack);
  // A run that can never settle still ends when its event loop is empty, as it does without a sampler.
  worker.unref();
  const send = (command: SamplerCommand): void => worker.postMessage(command);
  let lastLive: string | undefined;
  return {
    begin: () => send({ beginAtMs: monotonicMs() }),
    readLast: () => {
      lastLive = live?.read();
    },
    end: async () => {
      worker.ref();
      const ended = once(worker, 'message');
      send({ end: true, lastLive });
      await ended;
      // The end of the session is a task of this event loop, queued before the message.
      await turnLoop();
      await turnLoop();
      await worker.terminate();
    },
  };
}

const NAME = 'tidemark.reader';
const KEY = Symbol.for(NAME);

/** The sampler thread finds it by an expression; the scenario has not begun to run meanwhile. */
function lend(reader: Pick<LiveReader, 'read'>): void {
  Object.defineProperty(globalThis, KEY, { value: reader, configurable: true, enumerable: false });
}

function takeBack(): void {
  Reflect.deleteProperty(globalThis, KEY);
}
