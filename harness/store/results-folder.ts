/** The only place that writes the folder of an invocation. */

import { once } from 'node:events';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  type WriteStream,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ResultsError, UsageError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import { renameWithRetries } from '../files/rename-with-retries.ts';
import type { ChildWarning, MemoryReading } from '../protocol.ts';
import type { MeasurementRequest } from '../request.ts';
import type { Report, RunResult } from '../result.ts';
import { makeSampleRow, openSampleRows, renderLabelsCsv, renderRunsCsv } from './csv.ts';
import { lockFolder } from './folder-lock.ts';
import { INVOCATION, JOURNAL, OUTPUT, SAMPLES } from './results-names.ts';
import { validateReport } from './validate-report.ts';
import { appendFlushed, PARTIAL, writeWhole } from './whole-file.ts';

/** The journal entry of a finished run, stored while others still run. */
export interface JournalEntry {
  readonly key: string;
  readonly result: RunResult;
  /** The length of samples.csv after the run: anything beyond it belongs to a run that did not finish. */
  readonly samplesBytes: number;
  /** What the result of the case needs to know of the run in addition to the run itself. */
  readonly warnings: readonly ChildWarning[];
  readonly strays: number;
}

export interface Invocation {
  readonly id: string;
  readonly startedAt: string;
  readonly seed: number;
  /** The arguments of the command line. */
  readonly argv: readonly string[];
  readonly request: MeasurementRequest;
  /** The binaries that `--node` selected; none for the Node that runs tidemark. */
  readonly nodePaths: readonly string[];
  /** Absent if it cannot be resumed. */
  readonly conditions?: Conditions;
}

/** What must be the same when an invocation is resumed: otherwise its median would be one of different programs. */
export interface Conditions {
  readonly tool: string;
  /** The hash of each scenario, by its file or name. */
  readonly programs: Readonly<Record<string, string>>;
  readonly nodes: readonly { readonly execPath: string; readonly node: string; readonly v8: string }[];
  readonly machine: Readonly<Record<string, string | number>>;
}

/** The folder of one invocation, while it is written. */
export class ResultsFolder {
  readonly path: string;
  readonly #rows: Transform;
  readonly #file: WriteStream;
  readonly #bytesBefore: number;
  readonly #unlock: () => void;
  #failure: Error | undefined;

  private constructor(path: string, finishedSampleBytes: number, unlock: () => void) {
    this.path = path;
    this.#unlock = unlock;
    const samples = join(path, SAMPLES + PARTIAL);
    if (finishedSampleBytes > 0) truncateSync(samples, finishedSampleBytes);
    this.#file = createWriteStream(samples, { flags: finishedSampleBytes > 0 ? 'a' : 'w', flush: true });
    this.#rows = openSampleRows(finishedSampleBytes === 0);
    this.#rows.on('error', (error) => {
      this.#failure ??= error;
    });
    // Nothing drains the rows any more: whoever waits for that gets the error.
    this.#file.on('error', (error) => this.#rows.destroy(error));
    this.#rows.pipe(this.#file);
    this.#bytesBefore = finishedSampleBytes;
  }

  /** Makes the folder, or that of one of two sides. Throws a ResultsError where that is not possible. */
  static create(root: string, invocation: Invocation, side?: 'a' | 'b'): ResultsFolder {
    const path = join(root, invocation.id, side ?? '');
    return attempt(path, () => {
      makeFolders(dirname(path));
      mkdirSync(path);
      const unlock = lockFolder(path);
      try {
        writeWhole(join(path, INVOCATION), `${JSON.stringify(invocation, null, 2)}\n`);
        return new ResultsFolder(path, 0, unlock);
      } catch (error) {
        unlock();
        // On a full disk: nothing was measured yet, and nothing could be resumed.
        rmSync(path, { recursive: true, force: true });
        throw error;
      }
    });
  }

  /**
   * Opens the folder of an interrupted invocation, to go on where its last finished run ended. What is finished is read
   * when nobody else can write it any more.
   */
  static reopen(
    path: string,
    readFinished: () => JournalEntry[],
  ): { readonly folder: ResultsFolder; readonly finishedRuns: JournalEntry[] } {
    return attempt(path, () => {
      const unlock = lockFolder(path);
      try {
        const finishedRuns = readFinished();
        dropCutLine(join(path, JOURNAL));
        const samplesBytes = finishedRuns.at(-1)?.samplesBytes ?? 0;
        return { folder: new ResultsFolder(path, samplesBytes, unlock), finishedRuns };
      } catch (error) {
        unlock();
        throw error;
      }
    });
  }

  /** Where the output of a run is saved. */
  outputPath(run: number): string {
    return join(this.path, OUTPUT, `${run}.txt`);
  }

  /** Waits where the disk is slower than the samples come. What goes wrong with them is thrown by `addRun` and `finish`. */
  async addSample(run: number, scenario: string, sinceStartMs: number, memory: MemoryReading): Promise<void> {
    if (this.#failure !== undefined) return;
    const isFull = !this.#rows.write(makeSampleRow(run, scenario, sinceStartMs, memory));
    if (isFull) await once(this.#rows, 'drain').catch(() => {});
  }

  /** Keeps a finished run, so that an interruption does not lose it. */
  async addRun(entry: Omit<JournalEntry, 'samplesBytes'>): Promise<void> {
    await this.#flushSamples();
    attempt(this.path, () => {
      const line: JournalEntry = { ...entry, samplesBytes: this.#bytesBefore + this.#file.bytesWritten };
      appendFlushed(join(this.path, JOURNAL), `${JSON.stringify(line)}\n`);
    });
  }

  /** Writes the report. What was interrupted, and what could not be written, keeps its journal and can be resumed. */
  async finish(report: Report): Promise<void> {
    try {
      await this.#finish(report);
    } finally {
      this.#unlock();
    }
  }

  async #finish(report: Report): Promise<void> {
    this.#throwFailure();
    this.#rows.end();
    await finished(this.#file).catch((error: unknown) => {
      throw new ResultsError(this.path, error);
    });
    this.#throwFailure();
    attempt(this.path, () => {
      validateReport(report);
      writeWhole(join(this.path, 'runs.csv'), renderRunsCsv(report));
      writeWhole(join(this.path, 'labels.csv'), renderLabelsCsv(report));
      writeWhole(join(this.path, 'report.json'), `${JSON.stringify(report)}\n`);
      // The last: its name says that nothing is missing.
      if (report.complete) renameWithRetries(join(this.path, SAMPLES + PARTIAL), join(this.path, SAMPLES));
    });
  }

  async #flushSamples(): Promise<void> {
    // Rows that are still in the stringifier or the file's queue are not yet counted in bytesWritten.
    while (
      this.#failure === undefined &&
      this.#rows.writableLength + this.#rows.readableLength + this.#file.writableLength > 0
    ) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#throwFailure();
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw new ResultsError(this.path, this.#failure);
  }
}

/** The next line would be joined to it. */
function dropCutLine(path: string): void {
  if (!existsSync(path)) return;
  truncateSync(path, readFileSync(path).lastIndexOf('\n') + 1);
}

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (error) {
    throw error instanceof UsageError ? error : new ResultsError(path, error);
  }
}
