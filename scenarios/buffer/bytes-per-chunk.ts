import { addAbortSignal } from 'node:stream';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'bytes-per-chunk',
  title: 'Stores each chunk as a Buffer',
  about: {
    what: 'Collects the Buffers that it reads.',
    why: 'The bytes of a Buffer are outside the V8 heap: they do not count towards its limit, and the garbage collector never copies them.',
    expect: 'arrayBuffers grows by what is stored; heapUsed only by a small object per chunk.',
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
      'the whole volume is stored': recorded.storedBytes === volume,
      'less than a quarter of it is on the V8 heap': (recorded.heapBytes ?? 0) < 0.25 * volume,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', addAbortSignal(signal, byteStream(parameters)));
    const before = process.memoryUsage().heapUsed;
    const stored: Buffer[] = [];
    for await (const chunk of source) stored.push(chunk);
    record('heapBytes', process.memoryUsage().heapUsed - before);
    record(
      'storedBytes',
      stored.reduce((sum, { length }) => sum + length, 0),
    );
    return stored;
  },
});
