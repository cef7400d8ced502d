import { createReadStream } from 'node:fs';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

export default defineScenario({
  name: 'chunk-is-buffer',
  claim: {
    statement: 'A chunk of a byte stream is a Buffer unless an encoding was set.',
    source: ['000'],
    rule: ({ recorded: { chunks = 0, buffers = 0, decodedChunks = 0, strings = 0 } }) => ({
      verdict: buffers < chunks ? 'false' : strings === decodedChunks ? 'true' : 'partly',
      condition: 'chunks are Buffers even if an encoding was set',
      reading: `${buffers} of ${chunks} chunks are Buffers; with setEncoding('utf8') ${strings} of ${decodedChunks} are strings`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, 256 * KiB),
  async run({ prepared: path, record }) {
    const chunks: unknown[] = [];
    for await (const chunk of createReadStream(path)) chunks.push(chunk);
    record('chunks', chunks.length);
    record('buffers', chunks.filter((chunk) => Buffer.isBuffer(chunk)).length);

    const decoded: unknown[] = [];
    for await (const chunk of createReadStream(path).setEncoding('utf8')) decoded.push(chunk);
    record('decodedChunks', decoded.length);
    record('strings', decoded.filter((chunk) => typeof chunk === 'string').length);
  },
});
