import { PassThrough } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

export default defineScenario({
  name: 'default-hwm-16k',
  claim: {
    statement: 'The default highWaterMark of a stream is 16 KiB.',
    source: ['000'],
    rule: ({ recorded: { writableBytes = 0, readableBytes = 0, bytesAtFalse = 0, objectsAtFalse = 0 } }) => ({
      verdict: [writableBytes, readableBytes, bytesAtFalse].every((bytes) => bytes === 16 * KiB)
        ? 'true'
        : 'false',
      reading: `${sizeInWords(writableBytes)} writable, ${sizeInWords(readableBytes)} readable; write() returns false at ${sizeInWords(bytesAtFalse)}, in object mode at ${objectsAtFalse} objects`,
    }),
  },
  run({ record }) {
    const { writableHighWaterMark, readableHighWaterMark } = new PassThrough();
    record('writableBytes', writableHighWaterMark);
    record('readableBytes', readableHighWaterMark);

    const bytes = stalledSink();
    while (bytes.write(Buffer.alloc(1 * KiB)));
    record('bytesAtFalse', bytes.writableLength);

    const objects = new PassThrough({ objectMode: true, transform() {} });
    while (objects.write({}));
    record('objectsAtFalse', objects.writableLength);
  },
});
