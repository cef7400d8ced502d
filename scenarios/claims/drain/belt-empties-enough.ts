import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { slowSink } from '../../support/slow-sink.ts';

const HIGH_WATER_MARK = 64 * KiB;
const BACKLOG_CHUNKS = 64;
const CHUNK_BYTES = 16 * KiB;

export default defineScenario({
  name: 'belt-empties-enough',
  claim: {
    statement:
      "A producer that waits for 'drain' resumes when the buffer is empty enough, not only when it is empty.",
    source: ['003'],
    rule: ({ recorded: { backlogBytes = 0, deliveredBytes = 0, leftBytes = 0 } }) => ({
      verdict: leftBytes > 0 ? 'true' : 'false',
      reading: `of ${sizeInWords(backlogBytes)} buffered, ${sizeInWords(deliveredBytes)} had been delivered and ${sizeInWords(leftBytes)} were left when 'drain' was emitted, at a highWaterMark of ${sizeInWords(HIGH_WATER_MARK)}`,
    }),
  },
  async run({ record, signal }) {
    const sink = slowSink({ highWaterMark: HIGH_WATER_MARK });
    for (let index = 0; index < BACKLOG_CHUNKS; index += 1) sink.write(Buffer.alloc(CHUNK_BYTES));
    const backlogBytes = sink.writableLength;
    const leftBytes = await new Promise<number>((resolve, reject) => {
      sink.once('drain', () => resolve(sink.writableLength));
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    record('backlogBytes', backlogBytes);
    record('leftBytes', leftBytes);
    record('deliveredBytes', backlogBytes - leftBytes);
  },
});
