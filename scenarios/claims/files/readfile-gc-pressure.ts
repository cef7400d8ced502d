import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const FILE_BYTES = 160 * MiB;

export default defineScenario({
  name: 'readfile-gc-pressure',
  claim: {
    statement: 'Reading a whole file at once causes more garbage collections than streaming it.',
    source: ['000'],
    rule: ({ recorded: { wholeCollections = 0, streamCollections = 0 } }) => ({
      verdict:
        wholeCollections > streamCollections
          ? 'true'
          : wholeCollections < streamCollections
            ? 'false'
            : 'partly',
      condition: 'it causes as many',
      reading: `${sizeInWords(FILE_BYTES)}: ${wholeCollections} collections with readFile(), ${streamCollections} with a stream`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    record('wholeCollections', await countCollections(async () => (await readFile(path)).length));
    record(
      'streamCollections',
      await countCollections(async () => {
        let bytes = 0;
        for await (const chunk of createReadStream(path)) bytes += chunk.length;
        return bytes;
      }),
    );
  },
});

async function countCollections(read: () => Promise<number>): Promise<number> {
  let collections = 0;
  const observer = new PerformanceObserver((entries) => {
    collections += entries.getEntries().length;
  });
  observer.observe({ entryTypes: ['gc'] });
  const bytes = await read();
  await wait(20); // entries are delivered in a later turn
  observer.disconnect();
  if (bytes !== FILE_BYTES) throw new Error(`${bytes} bytes were read`);
  return collections;
}
