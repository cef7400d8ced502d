import { addAbortSignal } from 'node:stream';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { isNodeSince } from '../support/node-version.ts';

export default defineScenario({
  name: 'string-per-chunk',
  title: 'Stores each chunk as a string',
  about: {
    what: 'Collects what it reads as strings, one per chunk.',
    why: 'A string of this size is on the V8 heap, which has a limit of its own. Node keeps the bytes of some strings above 1 MiB outside of it: those decoded with any encoding but UTF-8, and from Node 24 on also ASCII decoded as UTF-8.',
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
      'ASCII of 2 MiB is on the V8 heap up to Node 22, and outside of it from Node 24 on':
        (recorded.externalBytesOfLargeText ?? 0) > 1 * MiB === isNodeSince(['24.0']),
      'more than three quarters of it are on the V8 heap': (recorded.heapBytes ?? 0) > 0.75 * volume,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const source = watch('source', addAbortSignal(signal, byteStream(parameters)));
    const before = process.memoryUsage().heapUsed;
    const stored: string[] = [];
    for await (const chunk of source) stored.push(chunk.toString()); // BUG: each string is on the V8 heap
    record('heapBytes', process.memoryUsage().heapUsed - before);
    const text = Buffer.alloc(2 * MiB, 'a');
    // A collection meanwhile lowers it, and does not come three times in a row.
    record('externalBytesOfLargeText', Math.max(...[text, text, text].map(measureExternal)));
    record(
      'storedBytes',
      stored.reduce((sum, { length }) => sum + length, 0),
    );
    return stored;
  },
});

/** How much memory outside of the V8 heap the bytes take once they are decoded. */
function measureExternal(utf8: Buffer): number {
  const before = process.memoryUsage().external;
  const text = utf8.toString();
  return text.length === utf8.length ? process.memoryUsage().external - before : 0;
}
