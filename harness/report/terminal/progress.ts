import { formatBytes, formatDuration } from '../../units.ts';
import { drawSparkline } from '../text/sparkline.ts';

/** Redrawing more often would take time from what is measured. */
const REDRAW_MS = 500;
const SPARK_WIDTH = 20;
/** A log without a terminal says that it lives this often. */
const PLAIN_LINE_MS = 10 * 1000;

export interface ProgressOutput {
  readonly write: (text: string) => unknown;
  readonly isTerminal: boolean;
  readonly width: number;
  readonly now: () => number;
}

export interface ProgressStep {
  readonly scenario: string;
  /** `measure`, `profile` or `growth`, and of what. */
  readonly what: string;
  readonly caseIndex: number;
  readonly caseTotal: number;
  readonly index: number;
  /** How many are known to come; growth can add some. */
  readonly total: number;
  /** How much work the step is, and how much is still to come, it included, in one unit. */
  readonly weight: number;
  readonly weightLeft: number;
}

/**
 * Tells on stderr what runs: one live line on a terminal, plain lines elsewhere. It draws when something happens,
 * never by a timer.
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

  /** Takes the live line away, so that something else can be printed. */
  clear(): void {
    if (this.#isLineOpen) this.#output.write('\r\u001b[2K');
    this.#isLineOpen = false;
    this.#drawnMs = Number.NEGATIVE_INFINITY;
  }

  #draw(): void {
    if (!this.#isDue(REDRAW_MS)) return;
    this.#drawnMs = this.#output.now();
    this.#isLineOpen = true;
    this.#output.write(`\r\u001b[2K${this.#describe().slice(0, this.#output.width - 1)}`);
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
    const parts = [`case ${caseIndex}/${caseTotal}, run ${index}/${total}: ${scenario} ${what}`];
    const rssBytes = this.#rssBytes.at(-1);
    if (rssBytes !== undefined) {
      const most = Math.max(...this.#rssBytes);
      parts.push(`${drawSparkline(this.#rssBytes, most)} ${formatBytes(rssBytes)}`);
    }
    const leftMs = this.#estimateLeftMs(step);
    if (leftMs !== undefined)
      parts.push(`${formatDuration(Math.max(1000, Math.round(leftMs / 1000) * 1000))} left`);
    return parts.join('  ');
  }

  /** From how long what is done took for its weight; undefined before anything is done. */
  #estimateLeftMs(step: ProgressStep): number | undefined {
    if (this.#doneWeight === 0) return undefined;
    const spentMs = this.#output.now() - this.#stepStartedMs;
    return (this.#doneMs / this.#doneWeight) * step.weightLeft - spentMs;
  }
}
