import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { slowSink } from '../../support/slow-sink.ts';

const CHUNK = Buffer.alloc(4 * KiB);

export default defineScenario({
  name: 'false-cooperative',
  claim: {
    statement: 'The false of write() is a request to the program: nothing enforces it.',
    source: ['003'],
    rule: ({ recorded: { writesAfterFalse = 0, accepted = 0, errors = 0 } }) => ({
      verdict: accepted === writesAfterFalse && errors === 0 ? 'true' : 'false',
      reading: `${accepted} of ${writesAfterFalse} writes after false were accepted, with ${errors} errors`,
    }),
  },
  async run({ record, signal }) {
    const sink = slowSink({ highWaterMark: 16 * KiB });
    let errors = 0;
    let accepted = 0;
    let writesAfterFalse = 0;
    while (sink.write(CHUNK));
    for (; writesAfterFalse < 1000; writesAfterFalse += 1) {
      const bufferedBefore = sink.writableLength;
      sink.write(CHUNK, (error) => {
        if (error) errors += 1;
      });
      if (sink.writableLength === bufferedBefore + CHUNK.length) accepted += 1;
    }
    sink.end();
    await finished(sink, { signal });
    record('writesAfterFalse', writesAfterFalse);
    record('accepted', accepted);
    record('errors', errors);
  },
});
