/**
 * What the sampler thread does in a run that reads live memory: it calls a function of the main thread that collects
 * garbage and reads memory in one go, since between two calls the program would already have made new garbage.
 */
import type { Session } from 'node:inspector';
import { monotonicMs } from '../protocol.ts';
import { startLivePace } from './live-pace.ts';
import type { CallReader } from './live-reader.ts';
import { openWorkerReadings } from './worker-readings.ts';

export interface LiveSampler {
  /** `then` gets what the main thread returned, a comma, and the readings of the worker threads. */
  readonly read: (then: (line: string) => void) => void;
  /** Calls `then` when it is time for the next reading. */
  readonly wait: (then: () => void) => void;
  readonly close: (then: () => void) => void;
}

export async function openLiveSampler(session: Session, call: CallReader): Promise<LiveSampler> {
  const workers = await openWorkerReadings(session);
  const pace = startLivePace();
  let isClosed = false;
  const wait = (then: () => void): void => {
    pause(pace.pauseMs(monotonicMs()), () => {
      if (isClosed) return;
      if (pace.isDue(monotonicMs())) then();
      else
        call('canBeHigher', (isHigher) => {
          if (isClosed) return;
          if (isHigher === true) then();
          else wait(then);
        });
    });
  };
  return {
    read: (then) => {
      const requestedAtMs = monotonicMs();
      const ofWorkers = workers.read();
      call('read', async (value) => {
        if (typeof value !== 'string') throw new Error('no live reading');
        const [, { costMs }] = JSON.parse(`[${value}]`) as [unknown, { readonly costMs: number }];
        const answers = JSON.stringify(await ofWorkers);
        pace.add({ requestedAtMs, answeredAtMs: monotonicMs(), costMs });
        then(`${value},${answers}`);
      });
    },
    wait,
    close: (then) => {
      isClosed = true;
      workers.close(then);
    },
  };
}

const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** A timer would not wait for less than 1 ms. */
function pause(ms: number, then: () => void): void {
  if (ms >= 1) {
    setTimeout(then, ms);
    return;
  }
  Atomics.wait(NEVER_WOKEN, 0, 0, ms);
  then();
}
