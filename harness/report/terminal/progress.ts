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
  /** Milliseconds since tidemark was started. */
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
  /** How long this step and all that follow will take; undefined as long as that is not known. Called when it is shown. */
  readonly predictMs: () => number | undefined;
}

/**
 * Shows progress on stderr: one live line on a terminal, plain lines elsewhere. It redraws on events, never by a timer.
 */
export class Progress {
  readonly #output: ProgressOutput;
  #step: ProgressStep | undefined;
  #stepStartedMs = 0;
  #drawnMs = Number.NEGATIVE_INFINITY;
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

  /** How long the step took. */
  end(): number {
    return this.#output.now() - this.#stepStartedMs;
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
    const predictedMs = step.predictMs();
    if (predictedMs !== undefined) {
      const remainingMs = predictedMs - (this.#output.now() - this.#stepStartedMs);
      parts.push(`${formatRemaining(remainingMs)} left`);
    }
    return parts.join('  ');
  }
}

/** In whole seconds; from ten minutes on, in whole minutes. Also for what is said of the time in all. */
export function formatRemaining(remainingMs: number): string {
  const unitMs = remainingMs < 10 * 60 * 1000 ? 1000 : 60 * 1000;
  return formatDuration(Math.max(1, Math.round(remainingMs / unitMs)) * unitMs);
}
