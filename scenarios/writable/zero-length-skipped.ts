import { finished } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { queuedChunks } from '../support/queued-chunks.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'zero-length-skipped',
  title: 'Skips empty chunks',
  about: {
    what: 'Checks the length of each chunk, and writes it only if it is not empty.',
    why: 'A chunk that is never queued takes no memory.',
    expect: 'No chunk is queued, however many there are.',
  },
  tags: ['writable', 'highWaterMark', 'right'],
  pairedWith: 'zero-length-writes',
  parameters: { highWaterMark: bytes([16 * KiB]), writes: count([100_000]) },
  expect: {
    checks: ({ counters, recorded }) => ({
      'no byte is buffered': counters.sink?.peakBufferedBytes === 0,
      'no chunk is queued': recorded.queuedChunks === 0,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    const sink = watch('sink', slowSink(parameters));
    for (let made = 0; made < parameters.writes; made += 1) {
      const chunk = Buffer.alloc(0);
      if (chunk.length > 0 && !sink.write(chunk)) break;
    }
    record('queuedChunks', queuedChunks(sink));
    sink.end();
    await finished(sink, { signal });
  },
});
