import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { startBusyWorker } from '../support/process/busy-worker.ts';

export default defineScenario({
  name: 'worker-post-window',
  title: 'Posts messages to a worker thread, a window of them at a time',
  about: {
    what: 'Posts chunks to a worker that acknowledges each one, and waits while a window of bytes is unacknowledged.',
    why: 'The window is the highWaterMark that postMessage() lacks. It needs to be no larger than what the worker handles while an acknowledgement is on its way.',
    expect: 'At most the window, or one chunk if that is larger, is pending, however much is posted.',
  },
  tags: ['process', 'worker', 'backpressure', 'right'],
  pairedWith: 'worker-post-flood',
  parameters: {
    window: bytes([1 * MiB]),
    chunkSize: bytes([64 * KiB]),
    posted: bytes([16 * MiB]),
  },
  expect: {
    checks: ({ parameters: { window, chunkSize, posted }, recorded }) => ({
      'every message is received': recorded.receivedBytes === posted,
      'at most the window, or one chunk, is pending':
        (recorded.maxPendingBytes ?? posted) <= Math.max(window, chunkSize),
    }),
  },
  async run({ parameters: { window, chunkSize, posted }, record, signal }) {
    const busy = await startBusyWorker(record, signal);
    try {
      for (const chunk of byteSource({ allocation: 'alloc', chunkSize, volume: posted })) {
        if (busy.pendingBytes() + chunk.length > window) {
          busy.becomeIdle();
          await busy.untilPending(Math.max(0, window - chunk.length)); // a chunk may be larger than the window
        }
        busy.post(chunk);
      }
      busy.becomeIdle();
      await busy.untilPending(0);
    } finally {
      await busy.terminate(); // also if the worker failed
    }
  },
});
