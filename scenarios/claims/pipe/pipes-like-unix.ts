import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const SOURCE = { highWaterMark: 64 * KiB, chunkSize: 16 * KiB, volume: 4 * MiB };

export default defineScenario({
  name: 'pipes-like-unix',
  claim: {
    statement:
      'pipe() is equivalent to a Unix pipe: a full pipe stops the writer, and a reader that goes away ends it.',
    source: ['002'],
    rule: ({ recorded: { bufferedBytes = 0, endsWriter = 0 } }) => {
      const stops = bufferedBytes < SOURCE.volume / 2;
      return {
        verdict: stops && endsWriter ? 'true' : stops || endsWriter ? 'partly' : 'false',
        condition: stops
          ? 'true of the flow; a source stays open if its target goes away'
          : 'only at the end',
        reading: `a target that has stalled stops the source at ${sizeInWords(bufferedBytes)} of ${sizeInWords(SOURCE.volume)}; if the target is destroyed, the source ${endsWriter ? 'ends, too' : 'stays open'}`,
      };
    },
  },
  async run({ record, signal }) {
    const writer = byteStream(SOURCE);
    const stalled = stalledSink(SOURCE.highWaterMark);
    writer.pipe(stalled);
    await turnLoop((2 * SOURCE.volume) / SOURCE.chunkSize, signal); // time for all chunks
    record('bufferedBytes', writer.readableLength + stalled.writableLength);

    const abandoned = byteStream(SOURCE);
    const leaving = slowSink(SOURCE);
    abandoned.pipe(leaving);
    await turnLoop(3, signal);
    leaving.destroy();
    await turnLoop(10, signal);
    record('endsWriter', Number(abandoned.destroyed || abandoned.readableEnded));
  },
});
