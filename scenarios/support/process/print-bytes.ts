/** A program that prints `volume` bytes, as fast as stdout takes them: its source text is passed to `node --eval`. */
export async function printBytes(volume: number): Promise<void> {
  const { pipeline } = await import('node:stream/promises');
  const chunk = 64 * 1024;
  await pipeline(function* () {
    for (let left = volume; left > 0; left -= chunk) yield Buffer.alloc(Math.min(chunk, left), '.');
  }, process.stdout);
}
