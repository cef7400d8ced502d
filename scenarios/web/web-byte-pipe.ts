import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'web-byte-pipe',
  title: 'Pipes a byte stream into a slow web stream',
  about: {
    what: 'Pipes a byte stream into a WritableStream that accepts one chunk per turn of the event loop; both count highWaterMark in bytes.',
    why: 'pipeTo() waits for room, and room is counted in bytes only where the queuing strategy says so. A byte stream takes the memory of what is enqueued away from its owner, so each chunk must have memory of its own.',
    expect: 'Each side buffers at most highWaterMark and one chunk, at any volume.',
  },
  tags: ['web', 'backpressure', 'right'],
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the source buffers less than highWaterMark + chunkSize':
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
      'the sink buffers less than highWaterMark + chunkSize':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark } = parameters;
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = new ReadableStream(
      {
        type: 'bytes',
        pull(controller) {
          const { done, value } = chunks.next();
          if (done) controller.close();
          // A copy, because the whole ArrayBuffer is transferred. That of a small Buffer is a slab of the pool: on Node
          // 20 and 22, all Buffers in it become empty, and every small Buffer.from() throws until one is too large for
          // the rest of the slab; 24 and 26 throw here.
          else controller.enqueue(new Uint8Array(value));
        },
        cancel: () => void chunks.return(undefined), // if the sink fails
      },
      { highWaterMark },
    );
    const sink = new WritableStream<Uint8Array>(
      { write: () => turnLoop() },
      new ByteLengthQueuingStrategy({ highWaterMark }),
    );
    await watch('source', source).pipeTo(watch('sink', sink), { signal });
  },
});
