import { formatBytes, formatDuration } from '../../units.ts';
import { drawSparkline } from '../text/sparkline.ts';
import { quoteLine } from '../text/terminal-text.ts';
import { ERASE_LINE } from './open-terminal.ts';

/** Redrawing more often would take CPU time from the measured process. */
const REDRAW_MS = 500;
const SPARK_WIDTH = 20;
/** How often a plain log gets a line. */
const PLAIN_LINE_MS = 10 * 1000;

export interface ProgressOutput {
  readonly write: (text: string) => unknown;
  readonly isTerminal: boolean;
  readonly width: number;
  readonly now: () => number;
}

export interface ProgressStep {
  readonly scenario: string;
  /** The kind of the run and its case. */
  readonly what: string;
  readonly caseIndex: number;
  readonly caseTotal: number;
  readonly index: number;
  /** The number of runs known so far; growth can add some. */
  readonly total: number;
  /** The work of this step, and the remaining work including it, in the same unit. */
  readonly weight: number;
  readonly remainingWeight: number;
}

/**
 * Shows progress on stderr: one live line on a terminal, plain lines elsewhere. It redraws on events, never by a timer.
 */
export class Progress {
  readonly #output: ProgressOutput;
  #step: ProgressStep | undefined;
  #stepStartedMs = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #doneWeight = 0;
  #doneMs = 0;
  #rssBytes: number[] = [];
  #isLineOpen = false;

  constructor(output: ProgressOutput) {
    this.#output = output;
  }

  begin(step: ProgressStep): void {
    this.#step = step;
    this.#stepStartedMs = this.#output.now();
    this.#rssBytes = [];
    if (this.#output.isTerminal) this.#draw();
    else if (step.index === 1 || this.#isDue(PLAIN_LINE_MS)) this.#writePlain();
  }

  see(rssBytes: number): void {
    this.#rssBytes.push(rssBytes);
    if (this.#rssBytes.length > SPARK_WIDTH) this.#rssBytes.shift();
    if (this.#output.isTerminal) this.#draw();
    else if (this.#isDue(PLAIN_LINE_MS)) this.#writePlain();
  }

  end(): void {
    this.#doneWeight += this.#step?.weight ?? 0;
    this.#doneMs += this.#output.now() - this.#stepStartedMs;
  }

  /** Erases the live line, so that something else can be printed. */
  clear(): void {
    if (this.#isLineOpen) this.#output.write(ERASE_LINE);
    this.#isLineOpen = false;
    this.#drawnMs = Number.NEGATIVE_INFINITY;
  }

  #draw(): void {
    if (!this.#isDue(REDRAW_MS)) return;
    this.#drawnMs = this.#output.now();
    this.#isLineOpen = true;
    this.#output.write(`${ERASE_LINE}${this.#describe().slice(0, this.#output.width - 1)}`);
  }

  #writePlain(): void {
    this.#drawnMs = this.#output.now();
    this.#output.write(`${this.#describe()}\n`);
  }

  #isDue(everyMs: number): boolean {
    return this.#output.now() - this.#drawnMs >= everyMs;
  }

  #describe(): string {
    const step = this.#step;
    if (step === undefined) return '';
    const { caseIndex, caseTotal, index, total, scenario, what } = step;
    const parts = [
      `case ${caseIndex}/${caseTotal}, run ${index}/${total}: ${quoteLine(`${scenario} ${what}`)}`,
    ];
    const rssBytes = this.#rssBytes.at(-1);
    if (rssBytes !== undefined) {
      const max = Math.max(...this.#rssBytes);
      parts.push(`${drawSparkline(this.#rssBytes, max)} ${formatBytes(rssBytes)}`);
    }
    const remainingMs = this.#estimateRemainingMs(step);
    if (remainingMs !== undefined)
      parts.push(`${formatDuration(Math.max(1000, Math.round(remainingMs / 1000) * 1000))} left`);
    return parts.join('  ');
  }

  /** At the pace of the finished steps; undefined before one is finished. */
  #estimateRemainingMs(step: ProgressStep): number | undefined {
    if (this.#doneWeight === 0) return undefined;
    const spentMs = this.#output.now() - this.#stepStartedMs;
    return (this.#doneMs / this.#doneWeight) * step.remainingWeight - spentMs;
  }
}
