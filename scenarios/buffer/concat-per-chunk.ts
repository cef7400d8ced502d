import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteStream } from '../support/byte-stream.ts';

export default defineScenario({
  name: 'concat-per-chunk',
  title: 'Appends each chunk to a body with Buffer.concat()',
  about: {
    what: 'For each chunk, makes a new Buffer of everything received so far and that chunk.',
    why: 'Each chunk copies all chunks before it: twice the body is four times the work.',
    expect: 'bytesCopied grows with the square of the body.',
  },
  tags: ['buffer', 'concat', 'readable', 'wrong'],
  pairedWith: 'concat-once',
  // Not a volume: at 256 MiB it would copy two TiB.
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([16 * KiB]),
    bodySize: bytes([4 * MiB, 8 * MiB]),
  },
  expect: {
    checks: ({ parameters: { chunkSize, bodySize }, recorded }) => ({
      'the body is complete': recorded.bodyBytes === bodySize,
      'each chunk copies all chunks before it': recorded.bytesCopied === bytesCopiedBy(chunkSize, bodySize),
    }),
  },
  async run({ parameters: { bodySize, ...parameters }, watch, record }) {
    let body: Buffer = Buffer.alloc(0);
    let bytesCopied = 0;
    for await (const chunk of watch('source', byteStream({ ...parameters, volume: bodySize }))) {
      body = Buffer.concat([body, chunk]); // BUG: every earlier byte is copied again
      bytesCopied += body.length;
    }
    record('bodyBytes', body.length);
    record('bytesCopied', bytesCopied);
    return body;
  },
});

/** One chunk, then two, then three, and the whole body for the last one. */
function bytesCopiedBy(chunkSize: number, bodySize: number): number {
  const whole = Math.floor(bodySize / chunkSize);
  return (chunkSize * whole * (whole + 1)) / 2 + (bodySize % chunkSize > 0 ? bodySize : 0);
}
