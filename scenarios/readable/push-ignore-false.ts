import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'push-ignore-false',
  title: 'Keeps pushing after push() returned false',
  about: {
    what: 'A Readable pushes everything it has at its first read(), whatever push() returns.',
    why: 'Such a source defeats the backpressure of everything behind it, including pipeline().',
    expect: 'The source buffers nearly the whole volume.',
  },
  tags: ['readable', 'backpressure', 'wrong'],
  pairedWith: 'push-await-read',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(256 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the source pushes after false': (counters.source?.pushesAfterFalse ?? 0) > 0,
    }),
  },
  async run({ parameters, watch, signal }) {
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = new Readable({
      highWaterMark: parameters.highWaterMark,
      read() {
        for (const chunk of chunks) this.push(chunk); // BUG: the return value is ignored
        this.push(null);
      },
    });
    await pipeline(watch('source', source), watch('sink', slowSink(parameters)), { signal });
  },
});
