import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'object-mode-queue',
  title: 'objectMode counts objects, not bytes',
  about: {
    what: 'Pipes objects into an objectMode stream, whose highWaterMark is a number of objects.',
    why: 'A highWaterMark of 16 means 16 objects: 16 bytes or 16 MiB, depending on their size.',
    expect: 'highWaterMark objects are buffered: in bytes, highWaterMark times their size.',
  },
  tags: ['writable', 'objectMode', 'highWaterMark'],
  parameters: {
    highWaterMark: count([16, 1, 256]),
    chunkSize: bytes([64 * KiB, 1 * KiB, 256 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize }, counters }) => ({
      'highWaterMark objects are buffered': counters.sink?.peakBufferedChunks === highWaterMark,
      'in bytes, that is highWaterMark times their size':
        counters.sink?.peakBufferedBytes === highWaterMark * chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark } = parameters;
    const sink = watch(
      'sink',
      new Writable({
        objectMode: true,
        highWaterMark,
        write: (_object, _encoding, callback) => setImmediate(callback),
      }),
    );
    await pipeline(byteSource({ allocation: 'alloc', ...parameters }), sink, { signal });
  },
});
