import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'expanding-transform',
  title: 'A transform that gives many times what it was given',
  about: {
    what: 'Pushes many chunks for each one that comes in, all of them before it calls back.',
    why: 'The mark is looked at between two inputs, not between two pushes: a small input can be a large output.',
    expect:
      'It holds expansion times a chunk; after end() it no longer waits at all, and holds that of all that was queued.',
  },
  tags: ['transform', 'highWaterMark', 'wrong'],
  pairedWith: 'expanding-generator',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    expansion: count([64, 8]),
    volume: volume(128 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, expansion, volume }, counters }) => ({
      'all that it made is delivered': counters.sink?.bytesOut === expansion * Math.ceil(volume / expansion),
      'it is pushed to after false': (counters.transform?.pushesAfterFalse ?? 0) > 0,
      'it holds the whole output of a chunk':
        (counters.transform?.peakBufferedBytes ?? 0) >= expansion * chunkSize,
      'it holds no more than the output of its writable side, and its marks':
        (counters.transform?.peakBufferedBytes ?? 0) <=
        expansion * (highWaterMark + chunkSize) + 2 * highWaterMark,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark, expansion, volume } = parameters;
    const expand = new Transform({
      highWaterMark,
      transform(chunk, _encoding, callback) {
        // BUG: a Transform cannot wait between two push() calls
        for (let made = 0; made < expansion; made += 1) this.push(Buffer.from(chunk));
        callback();
      },
    });
    await pipeline(
      byteStream({ ...parameters, volume: Math.ceil(volume / expansion) }),
      watch('transform', expand),
      watch('sink', slowSink(parameters)),
      { signal },
    );
  },
});
