import type { Readable } from 'node:stream';
import { MAX_RECORD_LENGTH } from '../protocol.ts';

export interface LineLimits {
  /** A longer line is dropped up to its end. */
  readonly longestLine?: number;
  /** Called with the beginning of a line as soon as it is too long. */
  readonly onTooLong?: (beginning: string) => void;
}

const BEGINNING_LENGTH = 256;

/** The lines of a stream, in batches as they arrive, without line ends. A last line without an end is incomplete, and dropped. */
export async function* readLines(
  stream: Readable,
  { longestLine = MAX_RECORD_LENGTH, onTooLong = () => {} }: LineLimits = {},
): AsyncGenerator<string[]> {
  let rest = '';
  let isTooLong = false;
  for await (const chunk of stream.setEncoding('utf8')) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop() ?? '';
    if (isTooLong && pieces.length > 0) {
      pieces.shift();
      isTooLong = false;
    }
    const lines = pieces.filter((line) => line.length <= longestLine);
    for (const line of pieces) if (line.length > longestLine) onTooLong(line.slice(0, BEGINNING_LENGTH));
    if (rest.length > longestLine) {
      if (!isTooLong) onTooLong(rest.slice(0, BEGINNING_LENGTH));
      rest = '';
      isTooLong = true;
    }
    // Also if it is empty: that a line is too long is known by then.
    yield lines;
  }
}
