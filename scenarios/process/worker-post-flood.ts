import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { startBusyWorker } from '../support/process/busy-worker.ts';

export default defineScenario({
  name: 'worker-post-flood',
  title: 'Posts messages to a worker thread that is busy',
  about: {
    what: 'Posts a chunk to a worker in each turn of the event loop, whether or not the worker has time for it.',
    why: 'postMessage() returns nothing and has no highWaterMark: whatever the other thread has not received is queued. Each message is serialized into native memory, which counts in RSS, but in neither heapUsed nor arrayBuffers. Posting a Buffer copies its whole ArrayBuffer: for a small one, a slab of the pool.',
    expect:
      'Everything that was posted waits for the worker. A transfer list avoids the copies, but the queue is as long.',
  },
  tags: ['process', 'worker', 'backpressure', 'wrong'],
  pairedWith: 'worker-post-window',
  parameters: { chunkSize: bytes([64 * KiB]), posted: bytes([16 * MiB]) },
  expect: {
    checks: ({ parameters: { posted }, recorded }) => ({
      'every message is received': recorded.receivedBytes === posted,
      'all of it is pending at once': recorded.maxPendingBytes === posted,
    }),
  },
  async run({ parameters: { chunkSize, posted }, record, signal }) {
    const busy = await startBusyWorker(record, signal);
    for (const chunk of byteSource({ allocation: 'alloc', chunkSize, volume: posted })) {
      busy.post(chunk); // BUG: nothing says how many messages wait
      await busy.turn();
    }
    busy.becomeIdle();
    await busy.untilPending(0);
    await busy.terminate();
  },
});
