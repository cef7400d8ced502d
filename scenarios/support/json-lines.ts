/** Of each line, its end included. No chunk size that is a power of two ends where a line does. */
export const LINE_BYTES = 1000;
const LINES_IN_BLOCK = 1000;

/** What `id` the line has that is the `index`th of all. */
export const numberOfLine = (index: number): number => index % LINES_IN_BLOCK;

/** Whole lines of JSON, `volume` bytes of them and no more than what a line needs; its chunks cut through the lines. */
export function* jsonLines({
  chunkSize,
  volume,
}: {
  readonly chunkSize: number;
  readonly volume: number;
}): Generator<Buffer> {
  const block = makeBlock();
  let leftBytes = Math.ceil(volume / LINE_BYTES) * LINE_BYTES;
  for (let at = 0; leftBytes > 0; ) {
    const chunk = block.subarray(at, at + Math.min(chunkSize, leftBytes));
    yield chunk;
    at = (at + chunk.length) % block.length;
    leftBytes -= chunk.length;
  }
}

/** Made once and sent again and again: to make lines takes longer than to parse them. */
function makeBlock(): Buffer {
  const lines = Array.from({ length: LINES_IN_BLOCK }, (_, id) =>
    `{"id":${id},"name":"order","note":"`.padEnd(LINE_BYTES - 3, 'n').concat('"}\n'),
  );
  return Buffer.from(lines.join(''));
}
