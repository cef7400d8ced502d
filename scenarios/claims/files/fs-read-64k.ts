import { createReadStream } from 'node:fs';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const FILE_BYTES = 1000 * KiB; // 15 chunks of 64 KiB and one of 40 KiB

export default defineScenario({
  name: 'fs-read-64k',
  claim: {
    statement: 'The default chunk size of a file stream is 64 KiB.',
    source: ['000'],
    rule: ({ recorded: { chunks = 0, chunksOf64KiB = 0, largestBytes = 0 } }) => ({
      verdict: chunksOf64KiB === chunks - 1 ? 'true' : 'false',
      reading: `${chunksOf64KiB} of ${chunks} chunks have 64 KiB, the largest has ${sizeInWords(largestBytes)}`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    const sizes: number[] = [];
    for await (const chunk of createReadStream(path)) sizes.push(chunk.length);
    record('chunks', sizes.length);
    record('chunksOf64KiB', sizes.filter((size) => size === 64 * KiB).length);
    record('largestBytes', Math.max(...sizes));
  },
});
