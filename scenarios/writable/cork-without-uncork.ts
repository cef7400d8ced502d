import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { batchSink } from '../support/batch-sink.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'cork-without-uncork',
  title: 'Corks a stream and forgets to uncork it',
  about: {
    what: 'Calls cork() before writing, and never calls uncork().',
    why: "A corked stream buffers everything and never emits 'drain': code that awaits it waits forever.",
    expect:
      "The queue grows to the whole volume without a single 'drain', although the sink has a turn after every write; only end() flushes it, in one call with everything.",
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
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'the sink is called once, at the end': recorded.callsBeforeEnd === 0 && recorded.sinkCalls === 1,
      'the stream buffers the whole volume': counters.sink?.peakBufferedBytes === volume,
      "'drain' never fires": counters.sink?.drains === 0,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let sinkCalls = 0;
    const sink = watch('sink', batchSink({ ...parameters, onCall: () => record('sinkCalls', ++sinkCalls) }));
    sink.cork(); // BUG: uncork() is never called
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      sink.write(chunk);
      await new Promise(setImmediate); // long enough for the sink to write a chunk, if it were not corked
    }
    record('callsBeforeEnd', sinkCalls);
    sink.end();
    await finished(sink, { signal });
  },
});
