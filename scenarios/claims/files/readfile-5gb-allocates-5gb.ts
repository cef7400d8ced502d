import { readFile } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defineScenario, GiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const FILE_BYTES = 5 * GiB;

export default defineScenario({
  name: 'readfile-5gb-allocates-5gb',
  claim: {
    statement: 'fs.readFile() of a file of 5 GB allocates 5 GB of memory.',
    source: ['000'],
    rule: ({ recorded: { allocatedBytes = 0, isRefused = 0 } }) => ({
      verdict: allocatedBytes >= FILE_BYTES ? 'true' : isRefused ? 'false' : 'partly',
      condition: 'the memory is allocated piece by piece, as the file is read',
      reading: `${isRefused ? 'fails with ERR_FS_FILE_TOO_LARGE' : 'starts to read'}, ${sizeInWords(allocatedBytes)} allocated`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, FILE_BYTES),
  async run({ prepared: path, record }) {
    const before = process.memoryUsage().arrayBuffers;
    const enough = new AbortController();
    let error: NodeJS.ErrnoException | null | undefined;
    readFile(path, { signal: enough.signal }, (failure) => {
      error = failure;
    });
    let allocated = 0;
    while (error === undefined) {
      await nextTurn();
      allocated = Math.max(allocated, process.memoryUsage().arrayBuffers - before);
      if (allocated > 1 * GiB) enough.abort(); // the Buffer is there, and its pages are still untouched
    }
    const isRefused = error?.code === 'ERR_FS_FILE_TOO_LARGE';
    if (!isRefused && error?.name !== 'AbortError') throw error ?? new Error('5 GB were read');
    record('isRefused', Number(isRefused));
    record('allocatedBytes', allocated > 1 * GiB ? allocated : 0); // less than that is what Node itself allocates
  },
});
