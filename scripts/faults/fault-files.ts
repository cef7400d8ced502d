/** The tests of faults that were tried, by what is at stake. */
export interface FaultGroup {
  readonly heading: string;
  readonly promise: string;
  readonly files: readonly string[];
}

export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    heading: 'A run that misbehaves',
    promise: 'It ends, its outcome says why, and the runs before and after it are not affected.',
    files: [
      'harness/test/run-outcomes.test.ts',
      'harness/runner/process-group.test.ts',
      'harness/runner/parse-record.test.ts',
      'harness/runner/read-lines.test.ts',
      'harness/runner/parse-sample.test.ts',
      'harness/runner/classify-outcome.test.ts',
      'harness/runner/make-runner.test.ts',
      'harness/runner/build-run-result.test.ts',
      'harness/child/handshake.test.ts',
      'harness/child/channel.test.ts',
      'harness/thrown/describe-error.test.ts',
    ],
  },
  {
    heading: 'Processes that are left behind',
    promise: 'Nothing of a run outlives it, as far as the system can tell.',
    files: [
      'harness/processes/kill-strays.test.ts',
      'harness/test/parent-death.test.ts',
      'harness/processes/signal-group.test.ts',
      'harness/runner/process-monitor.test.ts',
    ],
  },
  {
    heading: 'Results',
    promise: 'What was measured is not lost, not mixed with anything else, and not taken for complete.',
    files: [
      'harness/store/whole-file.test.ts',
      'harness/store/results-folder.test.ts',
      'harness/store/folder-lock.test.ts',
      'harness/processes/process-identity.test.ts',
      'harness/measure/conditions.test.ts',
      'harness/measure/interruption.test.ts',
      'harness/store/validate-report.test.ts',
      'harness/catalogue/program-hash.test.ts',
      'harness/catalogue/compile-scenario.test.ts',
      'harness/files/rename-with-retries.test.ts',
      'harness/files/make-folders.test.ts',
    ],
  },
  {
    heading: 'Files that somebody else made',
    promise: 'They run no code, choose no flags, lead nowhere else, do not block, and take bounded memory.',
    files: [
      'harness/store/read-interrupted.test.ts',
      'harness/store/read-report.test.ts',
      'harness/test/hostile-reports.test.ts',
      'harness/doctor/outside/examine-snapshots.test.ts',
      'harness/files/bounded-file.test.ts',
      'harness/prepare/recall-baseline.test.ts',
      'harness/prepare/recall-interrupted.test.ts',
      'harness/files/private-folder.test.ts',
    ],
  },
  {
    heading: 'Text that is dangerous where it is shown',
    promise: 'It controls no terminal, no CI service, no spreadsheet and no page.',
    files: [
      'harness/report/dangerous-text.test.ts',
      'harness/report/text/terminal-text.test.ts',
      'harness/report/markdown/markdown-text.test.ts',
    ],
  },
  {
    heading: 'Surroundings',
    promise: 'What is missing or strange is named in a sentence, with what to try.',
    files: [
      'harness/command-line/parse.test.ts',
      'harness/test/container.test.ts',
      'scenarios/support/database/temporary-postgres.test.ts',
      'harness/processes/find-program.test.ts',
      'harness/processes/this-machine.test.ts',
      'harness/processes/available-memory.test.ts',
      'harness/toolchain/git/read-commit.test.ts',
      'harness/processes/exit-code.test.ts',
      'harness/toolchain/node/probe-node.test.ts',
      'harness/toolchain/node/probe-runtime.test.ts',
      'harness/prepare/take-measurable.test.ts',
      'harness/processes/this-machine.test.ts',
      'harness/processes/owned-folder.test.ts',
      'harness/processes/temp-folder.test.ts',
      'harness/report/terminal/watch-outputs.test.ts',
    ],
  },
];
