/**
 * Which machine a case of a merged report was measured on. Each invocation counts as another one: two machines of a CI
 * service can look alike, and be differently fast.
 */
import type { CaseResult, Environment, Report } from '../result.ts';

type Measured = Pick<CaseResult, 'invocation'>;

/** Whether time and memory of these cases can be put side by side. */
export const areOfOneMachine = (results: readonly Measured[]): boolean =>
  new Set(results.map(({ invocation }) => invocation)).size <= 1;

export const environmentOf = ({ environment, merged }: Report, { invocation }: Measured): Environment =>
  merged?.invocations.find(({ id }) => id === invocation)?.environment ?? environment;
