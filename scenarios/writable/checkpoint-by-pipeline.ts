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
    why: "pipeline() waits for 'drain' only while the stream needs it, and asks the generator for the next chunk after that. Whatever the generator awaits, no event is missed.",
    expect: 'Everything is delivered, and less than highWaterMark and one chunk is buffered.',
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
    async function* exportRows(): AsyncGenerator<Buffer> {
      let sent = 0;
      for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
        yield chunk;
        sent += 1;
        // Saving a checkpoint takes longer than draining the queue.
        if (sent % parameters.chunksPerCheckpoint === 0) await turnLoop(10);
      }
    }
    await pipeline(exportRows, watch('sink', slowSink(parameters)), { signal });
  },
});
