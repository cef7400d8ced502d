/** All that the package `tidemark` exports: the contract of a scenario, the side of a peer, and the types of report.json. */

export { readPeerSettings, sayReady } from './peer.ts';
export type {
  CaseResult,
  Check,
  Environment,
  Growth,
  NodeEnvironment,
  Report,
  RunKind,
  RunOutcome,
  RunOutput,
  RunResult,
  Summary,
  Warning,
} from './result.ts';
export * from './scenario.ts';
