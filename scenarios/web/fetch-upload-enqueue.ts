import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

/** So many that all are enqueued before the server begins to read, on a busy machine too. */
const BURST_CHUNKS = 16;

export default defineScenario({
  name: 'fetch-upload-enqueue',
  title: 'Uploads with fetch(), and enqueues without looking at desiredSize',
  about: {
    what: 'Uploads a ReadableStream to a slow server; its start() enqueues 16 chunks per turn of the event loop, until there are no more.',
    why: 'enqueue() never refuses a chunk: that the queue is full shows only in desiredSize, and in pull() not being called. Where chunks come from events, as from an EventEmitter, this is how a stream is usually made.',
    expect: 'The stream buffers nearly the whole upload, except what the kernel accepted.',
  },
  tags: ['web', 'fetch', 'http', 'backpressure', 'wrong'],
  pairedWith: 'fetch-upload-pull',
  parameters: {
    chunkSize: bytes([64 * KiB]),
    // Not a volume: the kernel accepts some MiB, how many depends on the system.
    uploadSize: bytes([32 * MiB]),
  },
  expect: {
    checks: ({ parameters: { chunkSize, uploadSize }, counters: { body }, recorded }) => ({
      'the upload is answered': recorded.status === 200,
      'all bytes are sent': body?.bytesOut === uploadSize,
      'many chunks are buffered at the same time': (body?.peakBufferedBytes ?? 0) > 16 * chunkSize,
    }),
  },
  setup: ({ startPeer }) => startPeer(new URL('../peers/slow-upload-server.ts', import.meta.url)),
  async run({ parameters: { chunkSize, uploadSize }, prepared: { port }, watch, record, signal }) {
    const chunks = byteSource({ allocation: 'alloc', chunkSize, volume: uploadSize });
    const body = new ReadableStream<Uint8Array>({
      async start(controller) {
        let enqueued = 0;
        for (const chunk of chunks) {
          controller.enqueue(chunk); // BUG: nothing looks at desiredSize
          enqueued += 1;
          if (enqueued % BURST_CHUNKS === 0) await turnLoop();
        }
        controller.close();
      },
    });
    const url = `http://127.0.0.1:${port}`;
    const { status } = await fetch(url, {
      method: 'POST',
      body: watch('body', body),
      duplex: 'half',
      signal,
    });
    record('status', status);
  },
});
