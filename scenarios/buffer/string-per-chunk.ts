import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'string-per-chunk',
  title: 'Stores each chunk as a string',
  about: {
    what: 'Collects what it reads as strings, one per chunk.',
    why: 'A string of this size is on the V8 heap, which has a limit of its own. Above 1 MiB, Node may keep the bytes of a string outside of it.',
    expect:
      'heapUsed grows by one byte per character if all characters of the string are Latin-1; a single other one makes it two bytes for each.',
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
      'the whole volume is stored': recorded.storedBytes === volume,
      'more than three quarters of it are on the V8 heap': (recorded.heapBytes ?? 0) > 0.75 * volume,
    }),
  },
  async run({ parameters, watch, record }) {
    const source = watch('source', byteStream(parameters));
    const before = process.memoryUsage().heapUsed;
    const stored: string[] = [];
    for await (const chunk of source) stored.push(chunk.toString()); // BUG: each string is on the V8 heap
    record('heapBytes', process.memoryUsage().heapUsed - before);
    record(
      'storedBytes',
      stored.reduce((sum, { length }) => sum + length, 0),
    );
    return stored;
  },
});
