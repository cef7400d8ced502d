import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { queuedChunks } from '../support/queued-chunks.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'zero-length-skipped',
  title: 'Skips empty chunks',
  about: {
    what: 'Leaves empty chunks out in a generator of a pipeline.',
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
    async function* skipEmpty(): AsyncGenerator<Buffer> {
      for (const chunk of emptyChunks(parameters.writes)) if (chunk.length > 0) yield chunk;
      record('queuedChunks', queuedChunks(sink));
    }
    await pipeline(skipEmpty, sink, { signal });
  },
});

function* emptyChunks(chunks: number): Generator<Buffer> {
  for (let made = 0; made < chunks; made += 1) yield Buffer.alloc(0);
}
