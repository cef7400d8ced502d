import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';

export default defineScenario({
  name: 'fs-write-default-hwm',
  claim: {
    statement:
      'fs.createWriteStream() has the default highWaterMark of all streams, not the 64 KiB of createReadStream().',
    source: ['000'],
    rule: ({ recorded: { genericBytes = 0, writeBytes = 0, readBytes = 0 } }) => ({
      verdict: writeBytes !== genericBytes ? 'false' : writeBytes === readBytes ? 'partly' : 'true',
      condition: 'it has the default, which is the same as that of createReadStream() on this Node',
      reading: `any stream ${sizeInWords(genericBytes)}, createWriteStream() ${sizeInWords(writeBytes)}, createReadStream() ${sizeInWords(readBytes)}`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const path = join(tempDir, 'file');
    const file = createWriteStream(path);
    while (file.write(Buffer.alloc(1 * KiB)));
    record('writeBytes', file.writableLength); // measured: where write() returns false
    record('genericBytes', stalledSink().writableHighWaterMark);
    file.end();
    await finished(file, { signal });

    const reader = createReadStream(path);
    record('readBytes', reader.readableHighWaterMark);
    reader.destroy();
  },
});
