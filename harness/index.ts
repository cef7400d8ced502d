/** All that the package `tidemark` exports: the contracts of a scenario and a configuration, the side of a peer, and the types of report.json. */

export { type Config, defineConfig } from './config/define-config.ts';
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
