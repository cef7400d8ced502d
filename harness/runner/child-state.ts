import type { DescribedError, FinalFigures, PartialFigures, Phase, RunRecord } from '../protocol.ts';

/** The state of a child, updated with each record that it sends. */
export class ChildState {
  #phase: Phase = 'start';
  #nextSeq = 0;
  #isInSequence = true;
  #isFinal = false;
  #figures: FinalFigures | undefined;
  #partial: PartialFigures | undefined;
  #failure: DescribedError | undefined;
  #exitedWith: number | undefined;
  #refused: string | undefined;

  apply(record: RunRecord): void {
    this.#isInSequence &&= record.seq === this.#nextSeq;
    this.#nextSeq = record.seq + 1;
    switch (record.type) {
      case 'phase':
        this.#phase = record.phase;
        break;
      case 'failure':
      case 'exit':
        if (record.type === 'failure') this.#failure ??= record.error;
        else this.#exitedWith = record.code;
        this.#partial ??= record.partial;
        this.#phase = record.phase;
        break;
      case 'interrupted':
        this.#partial ??= record.partial;
        break;
      case 'final':
        this.#figures = record.figures;
        this.#isFinal = this.#isInSequence;
        break;
      case 'start-peer':
        break;
    }
  }

  /** A record of it was not valid: the run is over, unless it had ended before. */
  refuse(type: string, reason: string): void {
    if (!this.isEnding) this.#refused = `its record '${type}' is not valid: ${reason}`;
  }

  /** It is about to exit by itself, whether it is done or not. */
  get isEnding(): boolean {
    return (
      this.#isFinal ||
      this.#refused !== undefined ||
      this.#failure !== undefined ||
      this.#exitedWith !== undefined
    );
  }

  get figures(): FinalFigures | undefined {
    return this.#figures;
  }

  /** The last report of a run that ended early. */
  get partial(): PartialFigures | undefined {
    return this.#partial;
  }

  /** What classifying its end needs. */
  describeEnd(): {
    readonly phase: Phase;
    /** Its final record arrived, and every record before it. */
    readonly isFinal: boolean;
    readonly failure: DescribedError | undefined;
    readonly exitedWith: number | undefined;
    readonly refused: string | undefined;
  } {
    return {
      phase: this.#phase,
      isFinal: this.#isFinal,
      failure: this.#failure,
      exitedWith: this.#exitedWith,
      refused: this.#refused,
    };
  }
}
