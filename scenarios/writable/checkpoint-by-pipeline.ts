import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { slowSink } from '../support/slow-sink.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'checkpoint-by-pipeline',
  title: "Saves checkpoints between two chunks, and never waits for 'drain' itself",
  about: {
    what: 'An async generator yields the chunks of an export and saves a checkpoint every few chunks; pipeline() writes them.',
    why: "pipeline() waits for 'drain' only while the stream needs it, and asks the generator for the next chunk after that. No 'drain' is missed. A generator is ended only when its current await is over, and pipeline() may not settle before that: give every wait in it the signal that pipeline() passes, and a timeout, because a sink that is destroyed without an error does not abort it. Up to highWaterMark of what the checkpoint covers may not be written yet: count what the sink has called back for.",
    expect: 'Everything is delivered, and less than highWaterMark plus one chunk is buffered.',
  },
  tags: ['writable', 'pipeline', 'generator', 'backpressure', 'right'],
  pairedWith: 'late-drain-listener',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    chunksPerCheckpoint: count([4]),
    volume: volume(16 * MiB),
  },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, chunkSize, volume }, counters }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'nothing is written after false': counters.sink?.writesAfterFalse === 0,
      'the stream buffers less than highWaterMark + chunkSize':
        (counters.sink?.peakBufferedBytes ?? 0) <= highWaterMark + chunkSize - 1,
    }),
  },
  async run({ parameters, watch, signal }) {
    async function* exportRows({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<Buffer> {
      let sent = 0;
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        yield chunk;
        sent += 1;
        // Saving a checkpoint takes longer than draining the queue.
        if (sent % parameters.chunksPerCheckpoint === 0) await turnLoop(10, signal);
      }
    }
    await pipeline(exportRows, watch('sink', slowSink(parameters)), { signal });
  },
});
