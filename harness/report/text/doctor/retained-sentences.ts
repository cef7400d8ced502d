/** What the doctor found of Buffers that are retained, in sentences. */
import type { RetainedBytes } from '../../../doctor/findings.ts';
import { formatBytes, formatCount } from '../../../units.ts';
import { quoteLine } from '../terminal-text.ts';

/** `about 48 MiB, plus or minus 6 MiB, by 31 samples`. */
export function describeRetained({ bytes, errorBytes, samples, pinned }: RetainedBytes): string[] {
  const retained = `about ${formatBytes(bytes)}, plus or minus ${formatBytes(errorBytes)}, by ${formatCount(samples)} samples`;
  if (pinned === undefined) return [retained];
  return [retained, `one of ${formatBytes(pinned.viewBytes)} keeps ${formatBytes(pinned.parentBytes)}`];
}

/** Of slices in a queue: besides what they show. */
export function describePinned({ bytes, errorBytes, pinned }: RetainedBytes): string {
  const each =
    pinned === undefined
      ? ''
      : `: one of ${formatBytes(pinned.viewBytes)} keeps ${formatBytes(pinned.parentBytes)}`;
  return `about ${formatBytes(bytes)} more, plus or minus ${formatBytes(errorBytes)}, of which the chunks are parts${each}`;
}

/** What was called: a listener gets what comes, and a loop asks for the next chunk. */
export function describeSource(method: string): string {
  if (method === 'on') return 'the stream of this listener';
  if (method === 'constructor') return 'this stream';
  if (method === 'next') return 'the stream of this loop';
  if (method === 'syncBufferWrapper') return 'a synchronous function of zlib';
  return `${quoteLine(PUBLIC_NAMES[method] ?? method)}()`;
}

/** Of functions inside of Node.js. */
const PUBLIC_NAMES: Readonly<Record<string, string>> = {
  consumeBody: 'arrayBuffer',
  readFileHandle: 'readFile',
};
