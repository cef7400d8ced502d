/** What the doctor found, in sentences: the same for every format. */
import { relative, sep } from 'node:path';
import type { DoctorReport, DoctorSite, Finding } from '../../doctor/findings.ts';
import { formatBytes, formatCount, formatDuration, formatSlope } from '../../units.ts';
import { describePinned, describeRetained, describeSource } from './doctor/retained-sentences.ts';
import { quoteLine } from './terminal-text.ts';

/** `2 alarms, 1 note; the program was killed by SIGKILL`. */
export function describeCounts({ findings, exit, ignored = 0, notCovered }: DoctorReport): string {
  const count = (level: Finding['level']): number => findings.filter((one) => one.level === level).length;
  const counted = [plural(count('alarm'), 'alarm'), plural(count('note'), 'note')].filter(
    (text) => text !== undefined,
  );
  return [
    counted.length === 0 ? describeNothing(notCovered) : counted.join(', '),
    ...(ignored === 0 ? [] : [`${formatCount(ignored)} ignored as known`]),
    ...(exit.reason === undefined ? [] : [`the program was ${quoteLine(exit.reason)}`]),
  ].join('; ');
}

const describeNothing = (notCovered: readonly string[]): string =>
  notCovered.length === 0 ? 'nothing wrong found' : 'nothing wrong found where the doctor could look';

const plural = (count: number, word: string): string | undefined =>
  count === 0 ? undefined : `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;

/** `write() on a WriteStream does not wait`. */
export function describeTitle(finding: Finding): string {
  const { kind, method, streamClass, streams, retained } = finding;
  const what =
    streams === 1
      ? `a ${quoteLine(streamClass)}`
      : `${formatCount(streams)} streams of the class ${quoteLine(streamClass)}`;
  switch (kind) {
    case 'ignored-backpressure':
      return describeIgnored(finding, what);
    case 'retained-buffers':
      return `about ${formatBytes(retained?.bytes ?? 0)} of Buffers are retained that came from ${describeSource(method)}`;
    case 'never-closed':
      return `${what} ${streams === 1 ? 'is' : 'are'} never closed`;
  }
}

function describeIgnored(finding: Finding, what: string): string {
  const { method, streamClass, level, afterFalse, through, losesByPolicy } = finding;
  if (method === 'tee') return `one branch of tee() of a ${quoteLine(streamClass)} is not read`;
  if (method === 'clone') return `a body that was cloned is read on one side only: ${what} buffers it`;
  if (method === 'on') return `nobody waits for an async 'data' listener of ${what}`;
  if (level === 'note' && afterFalse === 0) return `one ${method}() hands a lot to ${what}`;
  const by = through.length === 0 ? '' : `, by ${quoteLine(through.join(', '))},`;
  return `${method}() on ${what}${by} ${losesByPolicy === 'dropped' ? 'drops what has no room' : 'does not wait'}`;
}

/** `exportRow (src/export.ts:42:9)`, relative to `folder` if it is below. */
export function describeSite(site: DoctorSite | undefined, folder: string): string {
  if (site === undefined) return "only Node's own code, such as a pipe";
  const position = `${shortenPath(site.file, folder)}:${site.line}:${site.column}`;
  return quoteLine(site.function === undefined ? position : `${site.function} (${position})`);
}

/** With `/` on every system. */
export function shortenPath(file: string, folder: string): string {
  const path = relative(folder, file);
  return path === '' || path.startsWith('..') ? file : path.split(sep).join('/');
}

/** `31.3 MiB at the peak, 2,000 × highWaterMark (16 KiB); 31.1 MiB at the end, 1,991 ×`. */
function describeBuffered(finding: Finding): string {
  const { peakBufferedBytes, peakBufferedChunks = 0, bufferedAtExitBytes, highWaterMarkBytes = 0 } = finding;
  if (peakBufferedBytes === 0 && peakBufferedChunks > 0)
    return `${formatCount(peakBufferedChunks)} chunks at the peak`;
  const multiple = (bytes: number): string => `${formatMultiple(bytes / highWaterMarkBytes)} ×`;
  if (highWaterMarkBytes === 0)
    return `${formatBytes(peakBufferedBytes)} at the peak; ${formatBytes(bufferedAtExitBytes)} at the end`;
  return [
    `${formatBytes(peakBufferedBytes)} at the peak, ${multiple(peakBufferedBytes)} highWaterMark (${formatBytes(highWaterMarkBytes)})`,
    `${formatBytes(bufferedAtExitBytes)} at the end${bufferedAtExitBytes === 0 ? '' : `, ${multiple(bufferedAtExitBytes)}`}`,
  ].join('; ');
}

const formatMultiple = (multiple: number): string =>
  multiple >= 10 ? formatCount(multiple) : String(Number(multiple.toFixed(1)));

/** Calls and bytes of what has a queue; what is retained, and what that pins. */
export function describeEvidence(finding: Finding): string[] {
  const { kind, retained } = finding;
  if (kind === 'ignored-backpressure')
    return [
      describeCalls(finding),
      describeBuffered(finding),
      ...(retained?.pinned === undefined ? [] : [describePinned(retained)]),
    ];
  return retained === undefined ? [] : describeRetained(retained);
}

/** `about 1,999 calls after false, 0 drains, full for 251 ms without a break`. Calls between two looks at the stack are attributed to the last line seen. */
const describeCalls = ({ method, streamClass, afterFalse, drains, fullForMs }: Finding): string =>
  [
    afterFalse === 0
      ? 'no call after false'
      : `about ${plural(afterFalse, isCalledByNode(method) ? 'chunk' : 'call')} after false`,
    // Only a Writable has 'drain'.
    ...(method === 'write' && !isWebStream(streamClass) && !isIterWriter(streamClass)
      ? [plural(drains, 'drain') ?? 'no drain']
      : []),
    ...(fullForMs === 0 ? [] : [`full for ${formatDuration(fullForMs)} at the end`]),
  ].join(', ');

const isCalledByNode = (method: string): boolean => /^(?:tee|clone|on)$/.test(method);

/** Of node:stream/iter. */
export const isIterWriter = (streamClass: string): boolean => /^(Push|Broadcast)Writer$/.test(streamClass);

/** Node's own. */
export const isWebStream = (streamClass: string): boolean =>
  /^(?:Readable|Writable|Transform|Compression|Decompression|TextEncoder|TextDecoder)Stream$/.test(
    streamClass,
  );

/** Undefined if it was not seen to grow. */
export const describeSlope = ({ growth }: Finding): string | undefined =>
  growth && `for each byte that came in, ${formatSlope(growth.slope)} bytes stayed buffered`;
