import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const FILE_BYTES = 32 * MiB;

export default defineScenario({
  name: 'readfile-whole-file-memory',
  claim: {
    statement: 'readFile() holds the whole file in memory at once; a stream does not.',
    source: ['000'],
    measured: ['readFileBytes', 'streamBytes'],
    rule: ({ recorded: { readFileBytes = 0, streamBytes = 0 } }) => {
      const isWhole = readFileBytes > 0.8 * FILE_BYTES;
      const isStreamed = streamBytes < 0.2 * FILE_BYTES;
      return {
        verdict: isWhole && isStreamed ? 'true' : isWhole || isStreamed ? 'partly' : 'false',
        condition: isWhole
          ? 'a stream has the whole file in memory as well'
          : 'readFile() does not have it either',
        reading: `of ${sizeInWords(FILE_BYTES)}, ${sizeInWords(readFileBytes)} are live with readFile(), ${sizeInWords(streamBytes)} halfway through a stream`,
      };
    },
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    let readBytes = 0;
    for await (const chunk of createReadStream(path)) {
      readBytes += chunk.length;
      if (readBytes !== FILE_BYTES / 2) continue;
      await collectGarbage();
      record('streamBytes', process.memoryUsage().arrayBuffers - before);
    }
    await collectGarbage();
    const content = await readFile(path);
    await collectGarbage();
    record('readFileBytes', process.memoryUsage().arrayBuffers - before);
    if (content.length !== readBytes) throw new Error(`${readBytes} bytes were streamed`);
  },
});
