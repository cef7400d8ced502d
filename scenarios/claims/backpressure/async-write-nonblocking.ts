import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const CHUNK_BYTES = 1 * MiB;

/** Says on stderr how many bytes are still buffered when write() returns. */
const PRINTS = `
  process.stdout.write(Buffer.alloc(${CHUNK_BYTES}));
  process.stderr.write(String(process.stdout.writableLength));
`;

export default defineScenario({
  name: 'async-write-nonblocking',
  claim: {
    statement:
      'The buffer of a Writable lets write() return before the data is written, so that the event loop is not blocked.',
    source: ['003'],
    rule: ({ recorded: { fileStreamBytes = 0, stdoutBytes = 0 } }) => {
      const areBuffered = [fileStreamBytes, stdoutBytes].map((bytes) => bytes === CHUNK_BYTES);
      return {
        verdict: areBuffered.every(Boolean) ? 'true' : areBuffered.some(Boolean) ? 'partly' : 'false',
        condition: 'depends on the sink: process.stdout writes to a file before write() returns',
        reading: `of ${sizeInWords(CHUNK_BYTES)}, ${sizeInWords(fileStreamBytes)} are still buffered when write() of a file stream returns, ${sizeInWords(stdoutBytes)} with process.stdout into a file`,
      };
    },
  },
  async run({ record, tempDir, signal }) {
    const file = createWriteStream(join(tempDir, 'data'));
    file.write(Buffer.alloc(CHUNK_BYTES));
    record('fileStreamBytes', file.writableLength);
    file.end();
    await finished(file, { signal });

    const output = await open(join(tempDir, 'output'), 'w');
    const { stderr } = spawnSync(process.execPath, ['-e', PRINTS], { stdio: ['ignore', output.fd, 'pipe'] });
    await output.close();
    record('stdoutBytes', Number.parseInt(stderr.toString(), 10));
  },
});
