import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ResultsError } from '../errors.ts';
import { ByteTail } from '../processes/output-tail.ts';
import type { DescribedError } from '../protocol.ts';
import type { RunOutput } from '../result.ts';
import { dropErrorReport, withoutDebuggerLine } from './error-report.ts';

/** This much is saved as it arrives; of everything beyond that, only the end. */
const START_BYTES = 512 * 1024;
const MAX_LINES = 10;
/** Node's report of an error, with a stack of ten frames. */
const MAX_REPORT_LINES = 30;
const MAX_LINE_LENGTH = 300;

/**
 * Saves what one run prints, stdout and stderr in the order in which they arrive. A run that prints nothing has no file.
 * Errors are thrown by `finish`: a full disk is not a fault of the run.
 */
export class SavedOutput {
  readonly #path: string;
  readonly #tail = new ByteTail();
  #file: number | undefined;
  #bytes = 0;
  #isFinished = false;
  #failure: unknown;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Ignored once it is finished. The writes block, which does no harm: this process has nothing else to do, and they end
   * with the first 512 KiB.
   */
  readonly add = (chunk: Buffer): void => {
    if (this.#isFinished) return;
    const printed = withoutDebuggerLine(chunk);
    this.#tail.add(printed);
    const start = printed.subarray(0, Math.max(0, START_BYTES - this.#bytes));
    this.#bytes += printed.length;
    if (start.length > 0) this.#write(start);
  };

  /** `failure` is the error that ended the run: its report by Node is not among the last lines. Undefined if the run printed nothing. Throws a ResultsError if its output could not be saved. */
  finish(failure?: DescribedError): RunOutput | undefined {
    this.#isFinished = true;
    if (this.#bytes === 0) {
      // An interrupted run with this number may have left a file.
      rmSync(this.#path, { force: true });
      return undefined;
    }
    const beyond = this.#bytes - START_BYTES;
    if (beyond > 0) {
      const end = this.#tail.last(beyond);
      const omitted = beyond - end.length;
      if (omitted > 0) this.#write(Buffer.from(`\n… ${omitted} bytes are not saved …\n`));
      this.#write(end);
    }
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#failure !== undefined) throw new ResultsError(this.#path, this.#failure);
    return {
      bytes: this.#bytes,
      file: join(basename(dirname(this.#path)), basename(this.#path)).replaceAll('\\', '/'),
      isCut: beyond > this.#tail.last(beyond).length,
      lastLines: dropErrorReport(this.#tail.lastLines(MAX_LINES + MAX_REPORT_LINES), failure)
        .slice(-MAX_LINES)
        .map((line) => line.slice(0, MAX_LINE_LENGTH)),
    };
  }

  #write(bytes: Buffer): void {
    if (this.#failure !== undefined) return;
    try {
      if (this.#file === undefined) {
        mkdirSync(dirname(this.#path), { recursive: true });
        this.#file = openSync(this.#path, 'w');
      }
      for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(writeSync(this.#file, rest));
    } catch (error) {
      this.#failure = error;
    }
  }
}
