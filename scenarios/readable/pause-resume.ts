import { addAbortSignal } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { countInFlight } from '../support/count-in-flight.ts';

export default defineScenario({
  name: 'pause-resume',
  title: 'Pauses the stream while it handles a chunk',
  about: {
    what: "A 'data' listener calls pause(), handles the chunk, and then calls resume().",
    why: 'A paused stream emits no chunk, so the only queue is its own, which stops its source at highWaterMark. In an async function, for await does the same, and closes the stream when the loop is left: see for-await.',
    expect: 'One chunk is handled at a time, and the stream buffers at most highWaterMark and a chunk.',
  },
  tags: ['readable', 'flowing', 'backpressure', 'right'],
  pairedWith: 'flowing-mode',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    metric: 'recorded.maxInFlightBytes',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes are handled': recorded.handledBytes === volume,
      'one chunk is handled at a time': recorded.maxInFlight === 1,
      'the stream buffers at most highWaterMark and a chunk':
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', addAbortSignal(signal, byteStream(parameters)));
    const inFlight = countInFlight(record);
    let handledBytes = 0;
    async function handle(chunk: Buffer): Promise<void> {
      inFlight.add(chunk);
      await turnLoop();
      handledBytes += chunk.length;
      inFlight.remove(chunk);
    }
    let handling = Promise.resolve();
    source.on('data', (chunk: Buffer) => {
      source.pause();
      handling = handle(chunk).then(() => void source.resume());
      handling.catch((error) => source.destroy(error)); // else the stream would stay paused, without an error
    });
    await finished(source);
    await handling; // 'end' may come while the stream is paused: the last chunk may still be in hand
    record('handledBytes', handledBytes);
  },
});
