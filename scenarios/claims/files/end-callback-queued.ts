import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const CHUNK_BYTES = 512;
const CHUNKS = 100;

export default defineScenario({
  name: 'end-callback-queued',
  claim: {
    statement: 'The callback of end() says that all data has been queued.',
    source: ['003'],
    rule: ({ recorded: { queuedBytes = 0, bufferedAtCallback = 0, fileBytes = 0, isFinished = 0 } }) => ({
      verdict: isFinished && fileBytes === queuedBytes ? 'false' : 'true',
      reading: `at the callback ${bufferedAtCallback} bytes are buffered, and the file has ${fileBytes} of ${queuedBytes} bytes; 'finish' ${isFinished ? 'has' : 'has not'} come`,
    }),
  },
  async run({ record, tempDir }) {
    const path = join(tempDir, 'big.txt');
    const file = createWriteStream(path, { highWaterMark: 1 * KiB });
    for (let index = 0; index < CHUNKS; index += 1) file.write(Buffer.alloc(CHUNK_BYTES, 'a'));
    record('queuedBytes', file.writableLength);
    await new Promise<void>((resolve, reject) => {
      file.once('error', reject);
      file.end(() => {
        record('isFinished', Number(file.writableFinished));
        record('bufferedAtCallback', file.writableLength);
        resolve();
      });
    });
    record('fileBytes', (await stat(path)).size);
  },
});
