/** What makes a scenario a claim: a sentence about Node, and the rule that turns readings into a verdict on it. Types only. */
import type { Checked } from '../scenario-context.ts';

/** Whether a sentence about Node is true of the Node that it was measured on; 'not tested' if that Node, or its system, cannot show it. */
export type ClaimVerdict = 'true' | 'false' | 'partly' | 'not tested';

/** What a rule makes of the readings of one run. */
export interface Ruling {
  readonly verdict: ClaimVerdict;
  /** The condition under which the claim is true, or half a sentence that qualifies it. Required with 'partly'. */
  readonly condition?: string;
  /** The readings that decide, in one line. With 'not tested', the reason. */
  readonly reading: string;
}

/** A sentence about Node, and how it is decided. */
export interface Claim<Values> {
  /** The claim in one sentence. */
  readonly statement: string;
  /** Who says so: keys of scenarios/claims/sources.json, or any text. */
  readonly source: readonly string[];
  /**
   * The names of recorded figures that are times or memory, not counted. The rule is tried again with each of them 10 %
   * more and 10 % less: if that changes the verdict, the claim is uncertain.
   * @default []
   */
  readonly measured?: readonly string[];
  /**
   * Whether the claim is about time, so that a busy machine may change its verdict.
   * @default false
   */
  readonly isTiming?: boolean;
  /** Decides from the readings of one run alone: no version of Node, and nothing that it remembers. */
  readonly rule: (readings: Checked<Values>) => Ruling;
}

/** A measured reading that is too close to the edge of the rule: 10 % more or less of it gives another verdict. */
export interface RulingEdge {
  readonly reading: string;
  readonly value: number;
  readonly change: 'more' | 'less';
  readonly verdict: ClaimVerdict;
}

/** The ruling on one run, and where it is close to another one. */
export interface RunRuling extends Ruling {
  /** Absent if none of the measured readings is. */
  readonly edges?: readonly RulingEdge[];
}

/** What the runs of a claim show together. */
export type ClaimAnswerVerdict = ClaimVerdict | 'uncertain' | 'not measured';

/** What a claim comes to on one Node. */
export interface ClaimAnswer {
  readonly verdict: ClaimAnswerVerdict;
  /** The condition under which the claim is true. */
  readonly condition?: string;
  /** The readings of the first run, in one line, or why nothing could be tested. Absent if nothing was measured. */
  readonly reading?: string;
  /** Why the claim is uncertain, or was not measured. */
  readonly why?: string;
}

/** The claim of a scenario, and its answer. */
export interface ClaimResult extends ClaimAnswer {
  readonly statement: string;
  readonly source: readonly string[];
  /** A busy machine may change the verdict. */
  readonly isTiming?: true;
}
