import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'web-await-ready',
  title: 'Awaits ready before each write() of a WritableStream',
  about: {
    what: 'Writes to a WritableStream that takes one chunk per turn of the event loop, and awaits the ready of its writer before each write.',
    why: 'A WritableStream queues what is written without waiting, and loses nothing: who awaits ready has bounded memory, and all of the data. A policy that drops is not a replacement for that. pipeTo() does this loop.',
    expect: 'Less than highWaterMark and one chunk is buffered, at any volume, and all bytes arrive.',
  },
  tags: ['web', 'backpressure', 'right'],
  pairedWith: 'iter-drop-oldest',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is written after false': counters.sink?.writesAfterFalse === 0,
      'less than highWaterMark + chunkSize is buffered':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    const strategy = new ByteLengthQueuingStrategy({ highWaterMark: parameters.highWaterMark });
    const sink = new WritableStream<Uint8Array>({ write: () => turnLoop() }, strategy);
    const writer = watch('sink', sink).getWriter();
    try {
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        await writer.ready;
        signal.throwIfAborted();
        writer.write(chunk).catch(() => {}); // ready rejects with the same error
      }
      await writer.close();
      signal.throwIfAborted();
    } catch (error) {
      await writer.abort(error).catch(() => {}); // it may have failed itself
      throw error;
    }
  },
});
