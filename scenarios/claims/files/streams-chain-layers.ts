import { createReadStream } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

const CHUNKS = 8;

export default defineScenario({
  name: 'streams-chain-layers',
  claim: {
    statement:
      'A chunk of a file comes from the operating system through libuv and a C++ binding to JavaScript.',
    source: ['000'],
    rule: ({ recorded: { chunks = 0, nativeReads = 0 } }) => ({
      verdict: nativeReads >= chunks ? 'true' : nativeReads === 0 ? 'false' : 'partly',
      condition: 'some chunks come without a native request',
      reading: `a native request to libuv (FSReqCallback) was active before ${nativeReads} of ${chunks} chunks`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, CHUNKS * 64 * KiB),
  async run({ prepared: path, record, signal }) {
    const file = createReadStream(path, { highWaterMark: 64 * KiB });
    let chunks = 0;
    let nativeReads = 0;
    while (chunks < CHUNKS) {
      file.read(0); // asks for the next chunk
      let isActive = false;
      while (file.readableLength === 0) {
        isActive ||= process.getActiveResourcesInfo().includes('FSReqCallback');
        await nextTurn(undefined, { signal });
      }
      file.read();
      chunks += 1;
      if (isActive) nativeReads += 1;
    }
    file.destroy();
    record('chunks', chunks);
    record('nativeReads', nativeReads);
  },
});
