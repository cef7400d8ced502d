import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'bytes-per-chunk',
  title: 'Keeps each chunk as the bytes that it is',
  about: {
    what: 'Collects the Buffers that it reads.',
    why: 'The bytes of a Buffer are outside of the V8 heap: they do not count towards its limit, and are never copied by the collector.',
    expect: 'arrayBuffers grows by what is kept; heapUsed only by a small object for each chunk.',
  },
  tags: ['buffer', 'string', 'readable', 'right'],
  pairedWith: 'string-per-chunk',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([256 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'peakArrayBuffersBytes',
    checks: ({ parameters: { volume }, recorded }) => ({
      'the whole volume is kept': recorded.keptBytes === volume,
      'next to nothing of it is on the heap': (recorded.heapBytes ?? 0) < 0.25 * volume,
    }),
  },
  async run({ parameters, watch, record }) {
    const source = watch('source', byteStream(parameters));
    const before = process.memoryUsage().heapUsed;
    const kept: Buffer[] = [];
    for await (const chunk of source) kept.push(chunk);
    record('heapBytes', process.memoryUsage().heapUsed - before);
    record(
      'keptBytes',
      kept.reduce((sum, { length }) => sum + length, 0),
    );
    return kept;
  },
});
