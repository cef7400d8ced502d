import { createReadStream } from 'node:fs';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const HIGH_WATER_MARKS = [1 * KiB, 5000, 100 * KiB];
const FILE_BYTES = 1000 * KiB;

export default defineScenario({
  name: 'hwm-controls-chunk-size',
  claim: {
    statement: 'highWaterMark sets the chunk size of a file stream.',
    source: ['000'],
    rule: ({ recorded: { fullChunks = 0, equalToHighWaterMark = 0 } }) => ({
      verdict: equalToHighWaterMark === fullChunks ? 'true' : equalToHighWaterMark === 0 ? 'false' : 'partly',
      condition: `${fullChunks - equalToHighWaterMark} of ${fullChunks} chunks have another size`,
      reading: `${equalToHighWaterMark} of ${fullChunks} chunks have exactly highWaterMark bytes, at highWaterMarks of ${HIGH_WATER_MARKS.join(', ')}`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    let fullChunks = 0;
    let equalToHighWaterMark = 0;
    for (const highWaterMark of HIGH_WATER_MARKS) {
      let leftBytes = FILE_BYTES;
      for await (const { length } of createReadStream(path, { highWaterMark })) {
        leftBytes -= length;
        if (leftBytes === 0) continue; // the last chunk has what is left
        fullChunks += 1;
        if (length === highWaterMark) equalToHighWaterMark += 1;
      }
    }
    record('fullChunks', fullChunks);
    record('equalToHighWaterMark', equalToHighWaterMark);
  },
});
