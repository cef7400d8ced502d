import { Readable } from 'node:stream';

/** The size of '€' in UTF-8. */
const EURO_BYTES = 3;

interface EuroStreamOptions {
  readonly characters: number;
  readonly chunkSize: number;
}

/** Streams '€' `characters` times, in chunks of `chunkSize` bytes: they cut characters unless that is a multiple of 3. */
export function euroStream({ characters, chunkSize }: EuroStreamOptions): Readable {
  const text = Buffer.alloc(characters * EURO_BYTES, '€');
  return Readable.from(cut(text, chunkSize), { objectMode: false });
}

function* cut(text: Buffer, chunkSize: number): Generator<Buffer> {
  for (let offset = 0; offset < text.length; offset += chunkSize)
    yield text.subarray(offset, offset + chunkSize);
}

/** How many characters are cut in two. */
export function countCutCharacters({ characters, chunkSize }: EuroStreamOptions): number {
  const cuts = Math.ceil((characters * EURO_BYTES) / chunkSize) - 1;
  return chunkSize % EURO_BYTES === 0 ? 0 : cuts - Math.floor(cuts / EURO_BYTES);
}

/** How many times '€' is in a text, and how many other characters are. */
export function countEuros(text: string): { readonly whole: number; readonly others: number } {
  let whole = 0;
  for (const character of text) if (character === '€') whole += 1;
  return { whole, others: text.length - whole };
}
