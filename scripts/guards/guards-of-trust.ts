/** What protects the user from files, repositories and programs that somebody else made. */
import type { Guard } from './guard.ts';

export const GUARDS_OF_TRUST: readonly Guard[] = [
  {
    name: 'a pipe or a device is not read',
    file: 'harness/files/bounded-file.ts',
    guarded: 'if (!stats.isFile()) throw',
    without: 'if (!stats.isFile() && stats.isDirectory()) throw',
    tests: ['harness/files/bounded-file.test.ts'],
  },
  {
    name: 'opening a pipe does not wait for a writer',
    file: 'harness/files/bounded-file.ts',
    guarded: 'constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)',
    without: 'constants.O_RDONLY',
    tests: ['harness/files/bounded-file.test.ts'],
  },
  {
    name: 'a file that is too large is not read',
    file: 'harness/files/bounded-file.ts',
    guarded: 'if (stats.size > MAX_BYTES) throw describeTooLarge(path);',
    without: '',
    tests: ['harness/files/bounded-file.test.ts'],
  },
  {
    name: 'JSON that is nested too deeply is not parsed',
    file: 'harness/files/bounded-file.ts',
    guarded: 'if (depth > MAX_DEPTH)',
    without: 'if (depth > MAX_DEPTH && depth < 0)',
    tests: ['harness/files/bounded-file.test.ts'],
  },
  {
    name: 'JSON that would need much memory is not parsed',
    file: 'harness/files/bounded-file.ts',
    guarded: 'if (text.length + containers * CONTAINER_BYTES + values * VALUE_BYTES > MAX_PARSED_BYTES)',
    without: 'if (text.length > MAX_PARSED_BYTES)',
    tests: ['harness/files/bounded-file.test.ts'],
  },
  {
    name: 'a report of another schema version is refused',
    file: 'harness/store/read-report.ts',
    guarded: '  refuseOtherVersion(path, value);\n',
    without: '',
    tests: ['harness/store/read-report.test.ts'],
  },
  {
    name: 'each run of a report is read by its schema',
    file: 'harness/store/read-report.ts',
    guarded: "if (!run.success) throw refuse(path, run.error, ['results', resultIndex, 'runs', index]);",
    without: 'if (!run.success) continue;',
    tests: ['harness/store/read-report.test.ts'],
  },
  {
    name: 'prune removes only folders that tidemark made',
    file: 'harness/commands/prune.ts',
    guarded: '      .filter((name) => INVOCATION.test(name))\n',
    without: '',
    tests: ['harness/commands/prune.test.ts'],
  },
  {
    name: 'a folder that another process uses is not removed',
    file: 'harness/processes/owned-folder.ts',
    guarded: 'return isGone({ host, pid: Number(pid), startedAtTicks: Number(startedAtTicks) });',
    without: 'return pid !== startedAtTicks;',
    tests: ['harness/processes/owned-folder.test.ts'],
  },
  {
    name: 'a folder of another host is not removed',
    file: 'harness/processes/process-identity.ts',
    guarded: '  if (host !== hashHost()) return false;\n',
    without: '',
    tests: ['harness/processes/process-identity.test.ts', 'harness/processes/owned-folder.test.ts'],
  },
  {
    name: 'the Node flags of a baseline are not used unless the user gives them',
    file: 'harness/prepare/recall-baseline.ts',
    guarded:
      "  refuseUnconfirmed('Node flags', '--node-flag=', request.nodeFlags, options.nodeFlags, path);\n",
    without: '',
    tests: ['harness/prepare/recall-baseline.test.ts'],
  },
  {
    name: 'a baseline names no scenario outside of the project',
    file: 'harness/prepare/recall-baseline.ts',
    guarded: 'if (outside === undefined) return;',
    without: 'if (outside === undefined || options.seed >= 0) return;',
    tests: ['harness/prepare/recall-baseline.test.ts'],
  },
  {
    name: 'the hooks of a repository do not run',
    file: 'harness/toolchain/git/git.ts',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    guarded: "['-c', `core.hooksPath=${devNull}`, ...args]",
    without: '[...args]',
    tests: ['harness/toolchain/git/git-revision.test.ts'],
  },
  {
    name: 'a git hook that starts tidemark does not point it at another repository',
    file: 'harness/toolchain/git/git.ts',
    guarded: '.filter(([name]) => !LOCATION_VARIABLES.includes(name))',
    without: '',
    tests: ['harness/toolchain/git/git-revision.test.ts'],
  },
  {
    name: 'another runtime than Node is refused',
    file: 'harness/toolchain/node/probe-node.ts',
    guarded: '  refuseOtherRuntime(execPath, probed);\n',
    without: '',
    tests: ['harness/toolchain/node/probe-node.test.ts'],
  },
  {
    name: 'a program that never answers is not waited for',
    file: 'harness/toolchain/node/probe-node.ts',
    guarded: "killSignal: 'SIGKILL',",
    without: '',
    tests: ['harness/toolchain/node/probe-node.test.ts'],
  },
];
