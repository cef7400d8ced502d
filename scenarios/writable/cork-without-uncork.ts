import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'cork-without-uncork',
  title: 'Corks a stream and forgets to uncork it',
  about: {
    what: 'Calls cork() before writing, and uncork() never.',
    why: "A corked stream holds everything, and no 'drain' can come: awaiting it would wait for ever.",
    expect: 'The queue grows to the whole volume, and nothing drains; only end() lets go of it.',
  },
  tags: ['writable', 'cork', 'wrong'],
  pairedWith: 'cork-uncork',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([4 * KiB]),
    volume: volume(64 * MiB),
  },
  expect: {
    growth: 'linear',
    checks: ({ parameters: { volume }, counters }) => ({
      'the queue holds the whole volume': counters.sink?.peakBufferedBytes === volume,
      'nothing drains': counters.sink?.drains === 0,
    }),
  },
  async run({ parameters, watch, signal }) {
    const sink = watch('sink', slowSink(parameters));
    sink.cork(); // BUG: uncork() is never called
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      sink.write(chunk);
      await new Promise(setImmediate); // time enough for the sink, if it were let
    }
    sink.end();
    await finished(sink, { signal });
  },
});
