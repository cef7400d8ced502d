/** Writes a trace of a report, sample by sample: it is as long as samples.csv, and never in memory. */
import { dirname } from 'node:path';
import { ResultsError } from '../errors.ts';
import { listTraceEvents, renderSample } from '../report/trace/trace-events.ts';
import type { Report } from '../result.ts';
import { readSamples } from '../store/read-samples.ts';
import { writeWholeBy } from '../store/whole-file.ts';

/** In characters: a write for each sample would take ten times as long. */
const PIECE = 256 * 1024;

/** Returns how many rows of samples.csv could not be read; undefined if there is no such file in the folder. */
export function writeTrace(path: string, report: Report, folder: string): number | undefined {
  try {
    let unread: number | undefined;
    writeWholeBy(path, (write) => {
      unread = writeEvents(report, folder, write);
    });
    return unread;
  } catch (error) {
    throw new ResultsError(dirname(path), error, { option: '--trace' });
  }
}

function writeEvents(report: Report, folder: string, write: (piece: string) => void): number | undefined {
  let piece = '{"displayTimeUnit":"ms","traceEvents":[';
  let separator = '\n';
  const add = (event: string): void => {
    piece += separator + event;
    separator = ',\n';
    if (piece.length < PIECE) return;
    write(piece);
    piece = '';
  };
  for (const event of listTraceEvents(report)) add(event);
  const runs = new Set(report.results.flatMap((result) => result.runs.map(({ index }) => index)));
  const unread = readSamples(folder, (row) => {
    if (runs.has(row.run)) add(renderSample(row));
  });
  const about = { tool: `tidemark ${report.tool.version}`, report: report.id };
  write(`${piece}\n],"otherData":${JSON.stringify(about)}}\n`);
  return unread;
}
