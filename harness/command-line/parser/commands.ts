/** Every command: help, configuration files and completion know those that stand here. */
import { type AbOptions, abCommand } from '../ab.ts';
import { type BaselineOptions, baselineCommand } from '../baseline.ts';
import { type CheckOptions, checkCommand } from '../check.ts';
import { type ClaimsOptions, claimsCommand } from '../claims.ts';
import { type CompareOptions, compareCommand } from '../compare.ts';
import { type CompletionOptions, completionCommand } from '../completion.ts';
import type { CommandDefinition } from '../define-command.ts';
import { type DoctorOptions, doctorCommand } from '../doctor.ts';
import { type GateSelftestOptions, gateSelftestCommand } from '../gate-selftest.ts';
import { type InitOptions, initCommand } from '../init.ts';
import { type ListOptions, listCommand } from '../list.ts';
import { type MergeOptions, mergeCommand } from '../merge.ts';
import { type PruneOptions, pruneCommand } from '../prune.ts';
import { type ReportOptions, reportCommand } from '../report.ts';
import { type RunOptions, runCommand } from '../run.ts';
import { type SurviveOptions, surviveCommand } from '../survive.ts';
import { type TuneOptions, tuneCommand } from '../tune.ts';

export type CommandOptions =
  | RunOptions
  | AbOptions
  | TuneOptions
  | CheckOptions
  | ClaimsOptions
  | BaselineOptions
  | GateSelftestOptions
  | CompareOptions
  | CompletionOptions
  | DoctorOptions
  | SurviveOptions
  | ListOptions
  | MergeOptions
  | PruneOptions
  | ReportOptions
  | InitOptions;

export const COMMANDS: readonly CommandDefinition<CommandOptions>[] = [
  runCommand,
  compareCommand,
  reportCommand,
  mergeCommand,
  abCommand,
  tuneCommand,
  checkCommand,
  baselineCommand,
  gateSelftestCommand,
  doctorCommand,
  surviveCommand,
  claimsCommand,
  listCommand,
  pruneCommand,
  initCommand,
  completionCommand,
];

/** `compare` of `compare <a> [b]`. */
export function nameOf({ usage }: Pick<CommandDefinition<unknown>, 'usage'>): string {
  const [first = ''] = [usage].flat();
  return first.replace(/ .*/, '');
}
