import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'fetch-upload-pull',
  title: 'Uploads with fetch() at the pace of the server',
  about: {
    what: 'Uploads a ReadableStream to a slow server; its pull() enqueues one chunk each time that it is called.',
    why: 'pull() is called while there is room in the queue, which is one chunk unless a queuing strategy says otherwise. fetch() reads a chunk when its socket can take it, and the Node streams that it takes as a body, such as createReadStream(), wait in the same way.',
    expect: 'The stream buffers at most one chunk, whatever the size of the upload.',
  },
  tags: ['web', 'fetch', 'http', 'backpressure', 'right'],
  pairedWith: 'fetch-upload-enqueue',
  parameters: { chunkSize: bytes([64 * KiB]), uploadSize: bytes([32 * MiB]) },
  expect: {
    checks: ({ parameters: { chunkSize, uploadSize }, counters: { body }, recorded }) => ({
      'the upload is answered': recorded.status === 200,
      'all bytes are sent': body?.bytesOut === uploadSize,
      'at most one chunk is buffered': (body?.peakBufferedBytes ?? uploadSize) <= chunkSize,
    }),
  },
  setup: ({ startPeer }) => startPeer(new URL('../peers/slow-upload-server.ts', import.meta.url)),
  async run({ parameters: { chunkSize, uploadSize }, prepared: { port }, watch, record, signal }) {
    const chunks = byteSource({ allocation: 'alloc', chunkSize, volume: uploadSize });
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const { done, value } = chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
    const init = { method: 'POST', body: watch('body', body), duplex: 'half', signal } as const;
    try {
      const { status } = await fetch(`http://127.0.0.1:${port}`, init);
      record('status', status);
    } finally {
      chunks.return(undefined); // fetch() cancels no body of a request that gets no connection
    }
  },
});
