import { openAsBlob } from 'node:fs';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { countInFlight } from '../support/count-in-flight.ts';
import { writeDataFile } from '../support/data-file.ts';

/** What one read of a file-backed Blob returns at most. */
const READ_BYTES = 64 * KiB;

export default defineScenario({
  name: 'blob-stream',
  title: 'Streams a Blob of a file',
  about: {
    what: 'Opens a file with openAsBlob(), and reads it with stream(), chunk by chunk.',
    why: 'The file is read at the pace of the loop. A Blob made of Buffers is in memory as a whole, and stream() returns each part of it as one chunk: of a single large Buffer, all of it at once.',
    expect: 'One chunk of 64 KiB is in memory at a time.',
  },
  tags: ['web', 'blob', 'file', 'right'],
  pairedWith: 'blob-array-buffer',
  parameters: { fileSize: bytes([32 * MiB]) },
  expect: {
    checks: ({ parameters: { fileSize }, recorded }) => ({
      'all of the file is read': recorded.bytesRead === fileSize,
      'one chunk is in memory at a time': recorded.maxInFlight === 1,
      'a chunk is 64 KiB': recorded.maxInFlightBytes === Math.min(READ_BYTES, fileSize),
    }),
  },
  setup: async ({ parameters: { fileSize }, tempDir }) => openAsBlob(await writeDataFile(tempDir, fileSize)),
  async run({ prepared: blob, record }) {
    const inFlight = countInFlight(record);
    let bytesRead = 0;
    for await (const chunk of blob.stream()) {
      inFlight.add(chunk);
      bytesRead += chunk.length;
      await turnLoop();
      inFlight.remove(chunk);
    }
    record('bytesRead', bytesRead);
  },
});
