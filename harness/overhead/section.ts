import type { Figure } from './figure.ts';

export interface Effort {
  /** Fewer repetitions. */
  readonly isQuick: boolean;
  /** Draws the order within pairs. */
  readonly random: () => number;
}

/** A part of the harness's benchmark of itself. */
export interface Section {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  readonly measure: (effort: Effort) => Promise<readonly Figure[]>;
}

export interface MeasuredSection {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly Figure[];
}
