import type { ReadStream } from 'node:fs';
import { setImmediate as turnLoop } from 'node:timers/promises';

interface LeftOpenOptions {
  readonly volume: number;
  readonly signal: AbortSignal;
}

/**
 * Returns those of these files of `volume` bytes that stay open, once all others are closed. A file that is neither
 * destroyed nor read reads ahead up to its highWaterMark or its end; after that, nothing happens to it any more.
 */
export async function findLeftOpen(
  files: readonly ReadStream[],
  { volume, signal }: LeftOpenOptions,
): Promise<ReadStream[]> {
  const isAtRest = (file: ReadStream): boolean =>
    file.closed ||
    (!file.destroyed && (file.readableLength >= file.readableHighWaterMark || file.bytesRead >= volume));
  while (!files.every(isAtRest)) await turnLoop(undefined, { signal });
  return files.filter(({ closed }) => !closed);
}
