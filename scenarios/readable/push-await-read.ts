import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'push-await-read',
  title: 'Stops pushing when push() returns false',
  about: {
    what: 'A Readable pushes until push() returns false, and continues at the next read().',
    why: 'Once something was pushed, Node calls read() again when there is room, so a source has nothing else to do. A read() that pushes nothing is not called again: such a stream hangs.',
    expect: 'The source buffers at most highWaterMark plus one chunk.',
  },
  tags: ['readable', 'backpressure', 'right'],
  pairedWith: 'push-ignore-false',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    volume: volume(256 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is pushed after false': counters.source?.pushesAfterFalse === 0,
      'the source buffers at most highWaterMark and one chunk':
        (counters.source?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize,
    }),
  },
  async run({ parameters, watch, signal }) {
    const chunks = byteSource({ allocation: 'alloc', ...parameters });
    const source = new Readable({
      highWaterMark: parameters.highWaterMark,
      read() {
        for (let next = chunks.next(); ; next = chunks.next()) {
          if (next.done === true) return void this.push(null);
          if (!this.push(next.value)) return;
        }
      },
      destroy(error, callback) {
        chunks.return(undefined); // if the stream is destroyed before its end
        callback(error);
      },
    });
    await pipeline(watch('source', source), watch('sink', slowSink(parameters)), { signal });
  },
});
