import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'expanding-transform',
  title: 'A Transform that emits far more than it receives',
  about: {
    what: 'Pushes many chunks for each one that it receives, all of them before it calls back.',
    why: 'highWaterMark is checked between inputs, not between pushes: a small input can become a large output. transform() has no way to wait between two push() calls.',
    expect:
      'It buffers expansion times a chunk; after end() it does not wait at all, and buffers the output of everything that was queued.',
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
      'all output is delivered': counters.sink?.bytesOut === expansion * Math.ceil(volume / expansion),
      'it pushes after false': (counters.transform?.pushesAfterFalse ?? 0) > 0,
      'it buffers the whole output of a chunk':
        (counters.transform?.peakBufferedBytes ?? 0) >= expansion * chunkSize,
      'it buffers at most the output of its writable side and two highWaterMarks':
        (counters.transform?.peakBufferedBytes ?? 0) <=
        expansion * (highWaterMark + chunkSize) + 2 * highWaterMark,
    }),
  },
  async run({ parameters, watch, signal }) {
    const { highWaterMark, expansion, volume } = parameters;
    const expand = new Transform({
      highWaterMark,
      transform(chunk, _encoding, callback) {
        // BUG: transform() offers no way to wait between two push() calls
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
