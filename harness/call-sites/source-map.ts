import { readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload, type SourceMapping } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackFrame } from '../protocol.ts';

/** Larger files are bundles of whole applications: parsing their maps takes seconds. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A program is compiled once per invocation, so a map stays the same. */
const maps = new Map<string, SourceMap | undefined>();

/** The same position in the source file, if its file has a source map; otherwise the frame with its path. */
export function mapFrame(frame: StackFrame): StackFrame {
  const file = toPath(frame.file);
  const found = isAbsolute(file) ? readMap(file)?.findEntry(frame.line - 1, frame.column - 1) : undefined;
  // Empty for a position that the map does not have.
  const { originalSource, originalLine, originalColumn }: Partial<SourceMapping> = found ?? {};
  if (originalSource === undefined || originalLine === undefined || originalColumn === undefined) {
    return { ...frame, file };
  }
  return {
    ...frame,
    file: resolve(dirname(file), toPath(originalSource)),
    line: originalLine + 1,
    column: originalColumn + 1,
  };
}

function toPath(file: string): string {
  try {
    return file.startsWith('file:') ? fileURLToPath(file) : file;
  } catch {
    return file;
  }
}

function readMap(path: string): SourceMap | undefined {
  if (!maps.has(path)) maps.set(path, loadMap(path));
  return maps.get(path);
}

/** A frame is what a child reported: its file may be gone, or be anything. */
function loadMap(path: string): SourceMap | undefined {
  try {
    const url = findMapUrl(readRegularFile(path));
    if (url === undefined) return undefined;
    const json = url.startsWith('data:')
      ? decodeDataUrl(url)
      : readRegularFile(resolve(dirname(path), decodeURIComponent(url)));
    return new SourceMap(JSON.parse(json) as SourceMapPayload);
  } catch {
    return undefined;
  }
}

function readRegularFile(path: string): string {
  const stats = statSync(path);
  if (!stats.isFile() || stats.size > MAX_FILE_BYTES) throw new RangeError(`${path} is not read`);
  return readFileSync(path, 'utf8');
}

/** The last one counts: the text of a file can contain others. */
function findMapUrl(text: string): string | undefined {
  const start = text.lastIndexOf('\n//# sourceMappingURL=');
  return start === -1 ? undefined : /^\n\/\/# sourceMappingURL=(\S+)/.exec(text.slice(start))?.[1];
}

function decodeDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const [head, body] = [url.slice(0, comma), url.slice(comma + 1)];
  return head.endsWith(';base64') ? Buffer.from(body, 'base64').toString() : decodeURIComponent(body);
}
