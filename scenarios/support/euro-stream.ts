import { Readable } from 'node:stream';

/** The bytes of one '€' in UTF-8. */
const EURO_BYTES = 3;

interface EuroStreamOptions {
  readonly characters: number;
  readonly chunkSize: number;
}

/** Streams `characters` times '€' in chunks of `chunkSize` bytes, which cut through one unless they are a multiple of 3. */
export function euroStream({ characters, chunkSize }: EuroStreamOptions): Readable {
  const text = Buffer.alloc(characters * EURO_BYTES, '€');
  return Readable.from(cut(text, chunkSize), { objectMode: false });
}

function* cut(text: Buffer, chunkSize: number): Generator<Buffer> {
  for (let at = 0; at < text.length; at += chunkSize) yield text.subarray(at, at + chunkSize);
}

/** How many characters two chunks share. */
export function countCutCharacters({ characters, chunkSize }: EuroStreamOptions): number {
  const cuts = Math.ceil((characters * EURO_BYTES) / chunkSize) - 1;
  return chunkSize % EURO_BYTES === 0 ? 0 : cuts - Math.floor(cuts / EURO_BYTES);
}

/** How many '€' there are in a text, and how many characters that are not. */
export function countEuros(text: string): { readonly whole: number; readonly others: number } {
  let whole = 0;
  for (const character of text) if (character === '€') whole += 1;
  return { whole, others: text.length - whole };
}
