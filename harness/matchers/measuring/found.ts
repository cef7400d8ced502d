/** What the process that measures gives to a matcher, and what that gives back. */
import type { Subject } from '../../plan/plan-runs.ts';
import type { Question } from '../messages.ts';
import type { Runs } from './make-runs.ts';

export interface Asked {
  readonly question: Question;
  readonly subject: Subject;
  readonly runs: Runs;
}

/** What a matcher has found. */
export interface Found {
  readonly pass: boolean;
  /** The figure and its bound, in a sentence. */
  readonly sentence: string;
  /** Lines such as the call to blame. */
  readonly details: readonly string[];
  /** A line that shows how the figure came about; only called for a test that fails. */
  readonly draw: () => string | Promise<string>;
  /** The commands that show it. */
  readonly commands?: readonly string[];
}
