import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'string-per-chunk',
  title: 'Keeps each chunk as a string',
  about: {
    what: 'Collects what it reads as strings, one for each chunk.',
    why: 'A string is on the V8 heap, which has a limit of its own and is what the garbage collector copies.',
    expect: 'heapUsed grows by a byte for each ASCII character; a text of other scripts takes two.',
  },
  tags: ['buffer', 'string', 'readable', 'wrong'],
  pairedWith: 'bytes-per-chunk',
  parameters: {
    highWaterMark: bytes([256 * KiB]),
    chunkSize: bytes([256 * KiB]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'linear',
    metric: 'peakHeapUsedBytes',
    checks: ({ parameters: { volume }, recorded }) => ({
      'the whole volume is kept': recorded.keptBytes === volume,
      'it is on the heap': (recorded.heapBytes ?? 0) > 0.75 * volume,
    }),
  },
  async run({ parameters, watch, record }) {
    const source = watch('source', byteStream(parameters));
    const before = process.memoryUsage().heapUsed;
    const kept: string[] = [];
    for await (const chunk of source) kept.push(chunk.toString()); // BUG: the data is used as bytes, so the string is unnecessary
    record('heapBytes', process.memoryUsage().heapUsed - before);
    record(
      'keptBytes',
      kept.reduce((sum, { length }) => sum + length, 0),
    );
    return kept;
  },
});
