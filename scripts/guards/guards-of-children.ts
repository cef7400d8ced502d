/** What holds one child, and the folder and the monitor that it has, whatever it does. */
import type { Guard } from './guard.ts';

const RUNNER = 'harness/runner';

export const GUARDS_OF_CHILDREN: readonly Guard[] = [
  {
    name: 'a process whose limits were set anew is found by its environment',
    file: 'harness/processes/run-mark.ts',
    guarded: "exec(read(pid, 'environ'))?.[1];",
    without: "exec(canMark() ? '' : read(pid, 'environ'))?.[1];",
    tests: ['harness/processes/kill-strays.test.ts'],
  },
  {
    name: 'a run leaves no temporary folder',
    file: `${RUNNER}/make-runner.ts`,
    guarded: 'const error = removeFolder(tempDir);',
    without: 'const error: unknown = tempDir === removeFolder.name ? tempDir : undefined;',
    tests: [`${RUNNER}/make-runner.test.ts`],
  },
  {
    name: 'that the temporary folder of a run cannot be removed is said',
    file: `${RUNNER}/make-runner.ts`,
    guarded: 'if (error !== undefined) onNotRemoved?.(tempDir, error);',
    without: 'void onNotRemoved;',
    tests: [`${RUNNER}/make-runner.test.ts`],
  },
  {
    name: 'a run is ended when the user interrupts',
    file: `${RUNNER}/run-child.ts`,
    guarded: "else signal?.addEventListener('abort', this.#abort);",
    without: '',
    tests: [`${RUNNER}/run-child.test.ts`],
  },
  {
    name: 'a run is ended that the user has interrupted before it began',
    file: `${RUNNER}/run-child.ts`,
    guarded: 'if (signal?.aborted === true) this.#abort();\n    else signal',
    without: 'signal',
    tests: [`${RUNNER}/run-child.test.ts`],
  },
  {
    name: 'a sample that cannot be stored ends the run',
    file: `${RUNNER}/run-child.ts`,
    guarded: "      this.#fault = { error };\n      this.#terminate({ reason: 'abort' });\n",
    without: '      this.#fault = { error };\n',
    tests: [`${RUNNER}/run-child.test.ts`],
  },
  {
    name: 'a sample that cannot be stored is an error',
    file: `${RUNNER}/run-child.ts`,
    guarded: 'if (this.#fault !== undefined) throw this.#fault.error;',
    without: '',
    tests: [`${RUNNER}/run-child.test.ts`],
  },
  {
    name: 'a run is held to its memory limit by its samples, too',
    file: `${RUNNER}/run-child.ts`,
    guarded: '    this.#holdToLimit(sample.memory.rssBytes);\n',
    without: '',
    tests: [`${RUNNER}/sampled-limit.test.ts`],
  },
  {
    name: 'a child that was done, and does not exit, is killed',
    file: `${RUNNER}/run-child.ts`,
    guarded: "this.#answer({ type: 'received' });\n        this.#group.killAfterGracePeriod();",
    without: "this.#answer({ type: 'received' });",
    tests: ['harness/test/run-outcomes.test.ts'],
  },
  {
    name: 'a figure that could not be read from outside is absent, not 0',
    file: `${RUNNER}/process-monitor.ts`,
    guarded: 'if (samples === 0) return { samples };',
    without: '',
    tests: [`${RUNNER}/process-monitor.test.ts`],
  },
  {
    name: 'a process that exits while it is looked at is not an error',
    file: `${RUNNER}/process-monitor.ts`,
    guarded: 'const seen = await look(pid).catch(() => undefined);',
    without: 'const seen = await look(pid);',
    tests: [`${RUNNER}/monitor-looks.test.ts`],
  },
  {
    name: 'without getconf, memory is not read in pages of a wrong size',
    file: `${RUNNER}/process-monitor.ts`,
    guarded: "if (platform === 'linux' && !hasGetconf())",
    without: "if (platform === 'aix' && !hasGetconf())",
    tests: [`${RUNNER}/process-monitor.test.ts`],
  },
  {
    name: 'a monitor that has been stopped does not look again',
    file: `${RUNNER}/process-monitor.ts`,
    guarded: '    if (isStopped) return;\n',
    without: '',
    tests: [`${RUNNER}/monitor-looks.test.ts`],
  },
  {
    name: 'where processes cannot be watched, the runs are made',
    file: `${RUNNER}/process-monitor.ts`,
    guarded: '  } catch {\n    return false;\n  }\n}\n\n/**\n * Monitors',
    without: '  } finally {\n    reader = undefined;\n  }\n}\n\n/**\n * Monitors',
    tests: [`${RUNNER}/monitor-looks.test.ts`],
  },
];
