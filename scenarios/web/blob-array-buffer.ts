import { openAsBlob } from 'node:fs';
import { bytes, defineScenario, MiB } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { writeDataFile } from '../support/data-file.ts';

export default defineScenario({
  name: 'blob-array-buffer',
  title: 'Reads a Blob of a file as a whole',
  about: {
    what: 'Opens a file with openAsBlob(), and reads it with arrayBuffer().',
    why: 'A Blob of a file holds nothing of it: arrayBuffer(), text() and bytes() read all of it into memory, and arrayBuffer() needs the size twice while it joins what it has read.',
    expect: 'The whole file is in memory at the same time.',
  },
  tags: ['web', 'blob', 'file', 'wrong'],
  pairedWith: 'blob-stream',
  parameters: { fileSize: bytes([32 * MiB]) },
  expect: {
    checks: ({ parameters: { fileSize }, recorded }) => ({
      'all of the file is read': recorded.bytesRead === fileSize,
      'all of it is in memory at the same time': recorded.maxInFlightBytes === fileSize,
    }),
  },
  setup: async ({ parameters: { fileSize }, tempDir }) => openAsBlob(await writeDataFile(tempDir, fileSize)),
  async run({ prepared: blob, record }) {
    const inFlight = countInFlight(record);
    const content = Buffer.from(await blob.arrayBuffer()); // BUG: the whole file is in memory
    inFlight.add(content);
    record('bytesRead', content.length);
  },
});
