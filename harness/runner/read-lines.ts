import type { Readable } from 'node:stream';

/** A longer line is not a record: it is dropped up to its end. */
const LONGEST_LINE = 1024 * 1024;

/** The lines of a stream, in batches as they arrive, without line ends. A last line without an end is incomplete, and dropped. */
export async function* readLines(
  stream: Readable,
  longestLine: number = LONGEST_LINE,
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
    if (rest.length > longestLine) {
      rest = '';
      isTooLong = true;
    }
    const lines = pieces.filter((line) => line.length <= longestLine);
    if (lines.length > 0) yield lines;
  }
}
