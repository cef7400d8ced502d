import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'pass-through-pipeline',
  title: 'Hands data to a slow reader through a PassThrough',
  about: {
    what: 'Pipes bytes through a PassThrough by pipeline() to a function that takes one chunk per turn of the event loop.',
    why: "A PassThrough is the Node stream with a side to write to and a side to read from, as push() of node:stream/iter makes them. pipeline() waits for 'drain', and loses nothing.",
    expect: 'At most two highWaterMarks and two chunks are buffered, at any volume, and all bytes arrive.',
  },
  tags: ['transform', 'backpressure', 'right'],
  pairedWith: 'iter-drop-newest',
  parameters: {
    highWaterMark: bytes([64 * KiB, 16 * KiB, 1 * MiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters, recorded }) => ({
      'all bytes arrive': recorded.bytesRead === volume,
      'nothing is written after false': counters.stream?.writesAfterFalse === 0,
      'at most two highWaterMarks and two chunks are buffered':
        (counters.stream?.peakBufferedBytes ?? 0) <= 2 * (highWaterMark + chunkSize),
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const stream = watch('stream', new PassThrough({ highWaterMark: parameters.highWaterMark }));
    let bytesRead = 0;
    await pipeline(
      byteSource({ allocation: 'alloc', ...parameters }),
      stream,
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const { length } of chunks) {
          bytesRead += length;
          await turnLoop(1);
        }
      },
      { signal },
    );
    record('bytesRead', bytesRead);
  },
});
