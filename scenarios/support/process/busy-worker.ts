import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

type RecordFigure = (name: string, value: number) => void;

/** Runs in the worker: it computes, and cannot receive anything, until it is told to stop; then it acknowledges each message. */
async function acknowledge(): Promise<void> {
  const { parentPort, workerData } = await import('node:worker_threads');
  parentPort?.postMessage('ready');
  Atomics.wait(new Int32Array(workerData as SharedArrayBuffer), 0, 0);
  parentPort?.on('message', ({ length }: Uint8Array) => parentPort.postMessage(length));
}

/** Starts a worker, and counts what was posted to it and is not acknowledged: records `maxPendingBytes` and `receivedBytes`. */
export async function startBusyWorker(record: RecordFigure, signal: AbortSignal) {
  const isIdle = new SharedArrayBuffer(4);
  const worker = new Worker(`(${acknowledge})()`, { eval: true, workerData: isIdle });
  const gone = new AbortController();
  worker.on('error', (error) => gone.abort(error));
  worker.on('exit', () => gone.abort(new Error('the worker has exited')));
  const lost = AbortSignal.any([signal, gone.signal]);
  await once(worker, 'message', { signal: lost });
  let [pendingBytes, maxPendingBytes, receivedBytes] = [0, 0, 0];
  worker.on('message', (bytes: number) => {
    pendingBytes -= bytes;
    receivedBytes += bytes;
    record('receivedBytes', receivedBytes);
  });
  return {
    post(chunk: Uint8Array): void {
      worker.postMessage(chunk);
      pendingBytes += chunk.length;
      maxPendingBytes = Math.max(maxPendingBytes, pendingBytes);
      record('maxPendingBytes', maxPendingBytes);
    },
    pendingBytes: (): number => pendingBytes,
    becomeIdle(): void {
      Atomics.store(new Int32Array(isIdle), 0, 1);
      Atomics.notify(new Int32Array(isIdle), 0);
    },
    turn: () => nextTurn(undefined, { signal: lost }),
    /** Rejects if the worker throws or exits. */
    async untilPending(bytes: number): Promise<void> {
      while (pendingBytes > bytes) await once(worker, 'message', { signal: lost });
    },
    terminate: () => worker.terminate(),
  };
}
