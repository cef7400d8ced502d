import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'concat-once',
  title: 'Joins all chunks with one Buffer.concat() at the end',
  about: {
    what: 'Collects the chunks in an array, and joins them into one Buffer when the last has arrived.',
    why: 'Each byte is copied once, whatever the size of the body.',
    expect: 'bytesCopied is the size of the body.',
  },
  tags: ['buffer', 'concat', 'readable', 'right'],
  pairedWith: 'concat-per-chunk',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    bodySize: bytes([4 * MiB, 8 * MiB]),
  },
  expect: {
    checks: ({ parameters: { bodySize }, recorded }) => ({
      'the body is complete': recorded.bodyBytes === bodySize,
      'each byte is copied once': recorded.bytesCopied === bodySize,
    }),
  },
  async run({ parameters: { bodySize, ...parameters }, watch, record }) {
    const chunks: Buffer[] = [];
    for await (const chunk of watch('source', byteStream({ ...parameters, volume: bodySize })))
      chunks.push(chunk);
    const body = Buffer.concat(chunks);
    record('bodyBytes', body.length);
    record('bytesCopied', body.length);
    return body;
  },
});
