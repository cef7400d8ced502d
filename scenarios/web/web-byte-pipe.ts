import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'web-byte-pipe',
  title: 'Pipes a byte stream into a slow web stream',
  about: {
    what: 'Pipes a byte stream into a WritableStream that accepts one chunk per turn of the event loop; both count highWaterMark in bytes.',
    why: 'pipeTo() waits for room, and room is counted in bytes only where the queuing strategy says so.',
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
          else controller.enqueue(new Uint8Array(value));
        },
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
