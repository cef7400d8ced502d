import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const FILE_BYTES = 32 * MiB;

export default defineScenario({
  name: 'stream-first-byte-sooner',
  claim: {
    statement: 'A stream has data to process before the whole file has been read; readFile() does not.',
    source: ['000', '002'],
    rule: ({ recorded: { bytesAtFirstChunk = 0, bytesAtResult = 0 } }) => ({
      verdict: bytesAtFirstChunk >= FILE_BYTES || bytesAtResult < FILE_BYTES ? 'false' : 'true',
      reading: `the first data comes when ${sizeInWords(bytesAtFirstChunk)} of ${sizeInWords(FILE_BYTES)} have been read with a stream, ${sizeInWords(bytesAtResult)} with readFile()`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record, signal }) {
    const stream = createReadStream(path);
    await once(stream, 'data', { signal });
    record('bytesAtFirstChunk', stream.bytesRead);
    stream.destroy();
    record('bytesAtResult', (await readFile(path, { signal })).length);
  },
});
