/** What an error shows of the program: its own frames, and not what Node printed of it once more. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compiled, packageRoot } from '../package-root.ts';
import type { DescribedError } from '../protocol.ts';

/** Node prints this about the sampler's session when a process exits without closing it. */
export const DEBUGGER_LINE = 'Waiting for the debugger to disconnect...';

/** What a process printed without that line, which is the last that it prints, and a write of its own. */
export function withoutDebuggerLine(chunk: Buffer): Buffer {
  const line = `${DEBUGGER_LINE}\n`;
  const rest = chunk.subarray(0, Math.max(0, chunk.length - line.length));
  return chunk.subarray(rest.length).toString('latin1') === line ? rest : chunk;
}

/** Further frames lead away from the cause. */
const MAX_FRAMES = 5;

/** The frames of an error without those of Node and of the harness, innermost first. */
export function listFrames({ stack = '' }: DescribedError): string[] {
  return stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at ') && !line.includes('node:'))
    .filter((line) => !OWN_FOLDERS.some((folder) => line.includes(folder)))
    .slice(0, MAX_FRAMES);
}

/** The child has a source map, so its frames can be those of its source. */
const OWN_FOLDERS = [compiled('harness/child/'), join(packageRoot, 'harness', 'child', '/')].flatMap(
  (folder) => [folder, pathToFileURL(folder).href],
);

/**
 * The lines of a process that ended with this error, without Node's report of it: the line of the program that threw, the
 * error with its stack, and the version of Node.
 */
export function dropErrorReport(lines: readonly string[], failure: DescribedError | undefined): string[] {
  const head = failure?.stack?.split('\n')[0] ?? '';
  const at = head === '' ? -1 : lines.lastIndexOf(head);
  if (at === -1) return [...lines];
  const start = findExcerpt(lines, at);
  const version = lines.findIndex((line, index) => index > at && /^Node\.js v\d/.test(line));
  const end = version === -1 ? findEndOfStack(lines, at) : version + 1;
  return [...lines.slice(0, start), ...lines.slice(end)];
}

/** `file:line`, the line itself, a caret and an empty line are printed before the error, if its source was found. */
function findExcerpt(lines: readonly string[], at: number): number {
  const caret = lines.slice(0, at).findLastIndex((line) => /^\s*\^+\s*$/.test(line));
  const isBeforeError = caret !== -1 && lines.slice(caret + 1, at).every((line) => line === '');
  if (!isBeforeError) return at;
  return Math.max(0, caret - 2);
}

function findEndOfStack(lines: readonly string[], at: number): number {
  const after = lines.slice(at + 1).findIndex((line) => !/^\s+at /.test(line));
  return after === -1 ? lines.length : at + 1 + after;
}
