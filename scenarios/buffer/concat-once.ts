import { addAbortSignal } from 'node:stream';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'concat-once',
  title: 'Joins all chunks with one Buffer.concat() at the end',
  about: {
    what: 'Collects the chunks in an array, up to a limit, and joins them into one Buffer when the last has arrived.',
    why: 'Each byte is copied once, whatever the size of the body. buffer() of node:stream/consumers is shorter, but has no limit and goes through a Blob, which copies once more. Without a limit, the sender decides how much memory a body takes.',
    expect: 'bytesCopied is the size of the body. The chunks and the body exist at the same time.',
  },
  tags: ['buffer', 'concat', 'readable', 'right'],
  pairedWith: 'concat-per-chunk',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    bodySize: bytes([4 * MiB, 8 * MiB]),
    maxBodySize: bytes([64 * MiB]),
  },
  expect: {
    checks: ({ parameters: { bodySize }, recorded }) => ({
      'the body is complete': recorded.bodyBytes === bodySize,
      'each byte is copied once': recorded.bytesCopied === bodySize,
    }),
  },
  async run({ parameters: { bodySize, maxBodySize, ...parameters }, watch, record, signal }) {
    const source = addAbortSignal(signal, byteStream({ ...parameters, volume: bodySize }));
    const chunks: Buffer[] = [];
    let receivedBytes = 0;
    for await (const chunk of watch('source', source)) {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBodySize) throw new RangeError('the body is too large'); // destroys the stream
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks, receivedBytes);
    record('bodyBytes', body.length);
    record('bytesCopied', body.length);
    return body;
  },
});
