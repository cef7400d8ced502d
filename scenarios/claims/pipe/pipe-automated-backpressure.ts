import { PassThrough } from 'node:stream';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const HIGH_WATER_MARK = 64 * KiB;
const CHUNK_BYTES = 16 * KiB;
const VOLUME = 8 * MiB;

export default defineScenario({
  name: 'pipe-automated-backpressure',
  claim: {
    statement: 'pipe() handles backpressure automatically.',
    source: ['000', '003'],
    rule: ({ recorded: { pipedBytes = 0, loopBytes = 0 } }) => ({
      verdict: pipedBytes <= 2 * (HIGH_WATER_MARK + CHUNK_BYTES) ? 'true' : 'false',
      reading: `of ${sizeInWords(VOLUME)} for a target that nobody reads, pipe() writes ${sizeInWords(pipedBytes)} and stops, a loop of write() ${sizeInWords(loopBytes)}`,
    }),
  },
  async run({ record, signal }) {
    const source = { highWaterMark: HIGH_WATER_MARK, chunkSize: CHUNK_BYTES, volume: VOLUME };
    const unread = new PassThrough({ highWaterMark: HIGH_WATER_MARK });
    const readable = byteStream(source);
    readable.pipe(unread);
    await turnLoop((2 * VOLUME) / CHUNK_BYTES, signal); // time for all chunks
    record('pipedBytes', unread.writableLength + unread.readableLength);
    readable.destroy();

    const flooded = new PassThrough({ highWaterMark: HIGH_WATER_MARK });
    for await (const chunk of byteStream(source)) flooded.write(chunk); // BUG: the return value is ignored
    record('loopBytes', flooded.writableLength + flooded.readableLength);
  },
});
