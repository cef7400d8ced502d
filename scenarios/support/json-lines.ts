/** The length of each line, with its newline. Not a power of two, so that chunks cut through lines. */
export const LINE_BYTES = 1000;
const LINES_IN_BLOCK = 1000;

/** The `id` in the line at `index`. */
export const numberOfLine = (index: number): number => index % LINES_IN_BLOCK;

/** Lines of JSON: `volume` bytes, rounded up to a whole line. Its chunks cut through the lines. */
export function* jsonLines({
  chunkSize,
  volume,
}: {
  readonly chunkSize: number;
  readonly volume: number;
}): Generator<Buffer> {
  const block = makeBlock();
  let leftBytes = Math.ceil(volume / LINE_BYTES) * LINE_BYTES;
  for (let offset = 0; leftBytes > 0; ) {
    const chunk = block.subarray(offset, offset + Math.min(chunkSize, leftBytes));
    yield chunk;
    offset = (offset + chunk.length) % block.length;
    leftBytes -= chunk.length;
  }
}

/** Made once and sent repeatedly, because making lines takes longer than parsing them. */
function makeBlock(): Buffer {
  const lines = Array.from({ length: LINES_IN_BLOCK }, (_, id) =>
    `{"id":${id},"name":"order","note":"`.padEnd(LINE_BYTES - 3, 'n').concat('"}\n'),
  );
  return Buffer.from(lines.join(''));
}
