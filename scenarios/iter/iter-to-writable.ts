import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { ITER_NEEDS, loadStreamIter, readInTurns } from '../support/iter/stream-iter.ts';
import { isNodeSince } from '../support/node-version.ts';

export default defineScenario({
  name: 'iter-to-writable',
  title: 'Pipes into an iterable stream through toWritable()',
  about: {
    what: 'Pipes bytes by pipeline() into the Writable that toWritable() makes of the writer of an iterable stream, whose reader is slow.',
    why: 'Until Node 26.10, that Writable has a highWaterMark of 2^53 - 1: its write() never says false, and pipeline() has nothing to wait for. The budget of the stream behind it bounds nothing.',
    expect:
      'Before Node 26.12, nearly the whole volume is buffered in the Writable; since then, its highWaterMark.',
  },
  tags: ['iter', 'backpressure', 'wrong'],
  pairedWith: 'iter-pipe-to',
  needs: ITER_NEEDS,
  parameters: {
    budget: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([2 * KiB, 16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'all bytes arrive': recorded.bytesRead === volume,
      'most of the volume is buffered, before Node 26.12':
        (counters.sink?.peakBufferedBytes ?? 0) > volume / 2 === !isNodeSince(['26.12']),
      'the highWaterMark is buffered, from Node 26.12 on':
        (counters.sink?.peakBufferedBytes ?? 0) < 64 * KiB + chunkSize === isNodeSince(['26.12']),
    }),
  },
  setup: loadStreamIter,
  async run({ parameters, prepared: { push, toWritable }, watch, record, signal }) {
    const { writer, readable } = watch('stream', push({ budget: parameters.budget }));
    const sink = watch('sink', toWritable(writer)); // BUG: it has no highWaterMark
    const [bytesRead] = await Promise.all([
      readInTurns(readable),
      pipeline(byteSource({ allocation: 'alloc', ...parameters }), sink, { signal }),
    ]);
    record('bytesRead', bytesRead);
  },
});
