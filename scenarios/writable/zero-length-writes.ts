import { finished } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { queuedChunks } from '../support/queued-chunks.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'zero-length-writes',
  title: 'Empty chunks never fill a queue',
  about: {
    what: 'Writes empty chunks in a loop that stops when write() returns false.',
    why: 'highWaterMark counts bytes. An empty chunk has none, yet it takes an entry in the queue.',
    expect: 'write() keeps returning true and no byte is buffered, while every chunk waits in the queue.',
  },
  tags: ['writable', 'highWaterMark', 'wrong'],
  pairedWith: 'zero-length-skipped',
  parameters: { highWaterMark: bytes([16 * KiB]), writes: count([100_000]) },
  expect: {
    checks: ({ parameters: { writes }, counters, recorded }) => ({
      'write() never returns false': recorded.written === writes && counters.sink?.drains === 0,
      'no byte is buffered': counters.sink?.peakBufferedBytes === 0,
      'all chunks but the one in the sink are queued': recorded.queuedChunks === writes - 1,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const sink = watch('sink', slowSink(parameters));
    let written = 0;
    while (written < parameters.writes) {
      written += 1;
      if (!sink.write(Buffer.alloc(0))) break; // BUG: an empty chunk never makes write() return false
    }
    record('written', written);
    record('queuedChunks', queuedChunks(sink));
    sink.end();
    await finished(sink, { signal });
  },
});
