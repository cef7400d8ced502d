/**
 * What the sampler thread does in a run that reads live memory: it calls a function of the main thread that collects
 * garbage and reads memory in one go, since between two calls the program would already have made new garbage.
 */
import type { Runtime, Session } from 'node:inspector';
import { openWorkerReadings } from './worker-readings.ts';

export interface LiveSampler {
  /** `then` gets what the main thread returned, a comma, and the readings of the worker threads. */
  readonly read: (then: (line: string) => void) => void;
  /** How long the program runs until the next reading. */
  readonly gapMs: () => number;
  readonly close: (then: () => void) => void;
}

/** Growth within a gap is missed. Gaps of 10 ms were measured to lose up to a third of a peak, of 3 ms up to 7 %. */
const MIN_GAP_MS = 3;

/** A flood of 16 MiB is over within 20 ms: so many readings come as fast as they can. */
const DENSE_READINGS = 12;
const DENSE_GAP_MS = 1;

/** `reader` is an expression; the main thread takes back what it refers to once this has resolved. */
export async function openLiveSampler(session: Session, reader: string): Promise<LiveSampler> {
  const objectId = await findReader(session, reader);
  const workers = await openWorkerReadings(session);
  const call = { objectId, functionDeclaration: 'function () { return this(); }', silent: true };
  let lastCostMs = 0;
  let readings = 0;
  return {
    read: (then) => {
      const ofWorkers = workers.read();
      session.post('Runtime.callFunctionOn', call, async (error, answer) => {
        const value: unknown = (answer as Runtime.CallFunctionOnReturnType | undefined)?.result.value;
        if (error !== null || typeof value !== 'string')
          throw new Error(`no live reading: ${error?.message ?? 'no value'}`);
        readings += 1;
        lastCostMs = (JSON.parse(`[${value}]`) as [unknown, { readonly costMs: number }])[1].costMs;
        then(`${value},${JSON.stringify(await ofWorkers)}`);
      });
    },
    // With many small objects a collection takes longer than the shortest gap: the program gets half of the time.
    gapMs: () => (readings <= DENSE_READINGS ? DENSE_GAP_MS : Math.max(MIN_GAP_MS, lastCostMs)),
    close: workers.close,
  };
}

function findReader(session: Session, expression: string): Promise<string> {
  return new Promise((resolve, reject) => {
    session.post('Runtime.evaluate', { expression, silent: true }, (error, answer) => {
      const objectId = (answer as Runtime.EvaluateReturnType | undefined)?.result.objectId;
      if (error !== null || objectId === undefined) reject(new Error('there is no reader of live memory'));
      else resolve(objectId);
    });
  });
}
