import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip, type ZlibOptions } from 'node:zlib';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

export default defineScenario({
  name: 'gzip-chunk-16k',
  claim: {
    statement: 'The chunks that zlib streams emit have the size of highWaterMark.',
    source: ['000'],
    rule: ({ recorded: { ofSmallMark = 0, ofLargeMark = 0, ofChunkSize = 0 } }) => ({
      verdict: ofSmallMark === 16 * KiB && ofLargeMark === 64 * KiB ? 'true' : 'false',
      reading: `a highWaterMark of 16 KiB gives chunks of up to ${sizeInWords(ofSmallMark)}, one of 64 KiB of up to ${sizeInWords(ofLargeMark)}; a chunkSize of 64 KiB of up to ${sizeInWords(ofChunkSize)}`,
    }),
  },
  async run({ record }) {
    record('ofSmallMark', await largestChunk({ highWaterMark: 16 * KiB }));
    record('ofLargeMark', await largestChunk({ highWaterMark: 64 * KiB }));
    record('ofChunkSize', await largestChunk({ chunkSize: 64 * KiB }));
  },
});

/** Of data that cannot be compressed, so that much comes out. */
async function largestChunk(options: ZlibOptions & { readonly highWaterMark?: number }): Promise<number> {
  const gzip = createGzip(options);
  Readable.from([randomBytes(512 * KiB)]).pipe(gzip);
  let largest = 0;
  for await (const chunk of gzip) largest = Math.max(largest, chunk.length);
  if (largest === 0) throw new Error('nothing came out');
  return largest;
}
