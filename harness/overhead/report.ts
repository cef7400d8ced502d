import type { Environment } from '../result.ts';
import { isAllReached } from './figure.ts';
import type { MeasuredSection } from './section.ts';

export interface SelfReport {
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly seed: number;
  /** Whether it was measured with --quick. */
  readonly quick: boolean;
  readonly environment: Environment;
  /** Whether all targets are reached. */
  readonly isReached: boolean;
  readonly sections: readonly MeasuredSection[];
}

/** Everything that was measured, and where. */
export function makeSelfReport(parts: Omit<SelfReport, 'tool' | 'isReached'>, version: string): SelfReport {
  const isReached = isAllReached(parts.sections.flatMap(({ figures }) => figures));
  return { tool: { name: 'tidemark', version }, isReached, ...parts };
}
