/** What protects the user from configurations and files that somebody else made. */
import type { Guard } from './guard.ts';

export const GUARDS_OF_CONFIG: readonly Guard[] = [
  {
    name: 'a configuration that is found and belongs to another user is refused',
    file: 'harness/config/read/find-config.ts',
    guarded: 'if (!trusted.has(ownerOf(path)))',
    without: 'if (trusted.size === 0)',
    tests: ['harness/config/read/find-config.test.ts'],
  },
  {
    name: 'a configuration above the nearest package.json is not read',
    file: 'harness/config/read/find-config.ts',
    guarded: "if (existsSync(join(folder, 'package.json'))) return folders;",
    without: '',
    tests: ['harness/config/read/find-config.test.ts'],
  },
  {
    name: 'a confirmation is typed, and never read from a file',
    file: 'harness/config/read/check-config.ts',
    guarded: 'if (ofFlag.length > 0 && meant === undefined) return',
    without: 'if (ofFlag.length < 0) return',
    tests: ['harness/config/read/check-config.test.ts'],
  },
  {
    name: 'completion offers no name with a control character',
    file: 'harness/completion/answer.ts',
    guarded: '.filter(({ word }) => !/\\p{Cc}/u.test(word))',
    without: '',
    tests: ['harness/test/completion-cli.test.ts'],
    needsBuild: true,
  },
  {
    name: 'a folder to resume chooses no Node flags',
    file: 'harness/prepare/recall-interrupted.ts',
    guarded: "  refuseUnconfirmed('nodeFlags', request.nodeFlags, typed.nodeFlags, source);\n",
    without: '',
    tests: ['harness/prepare/recall-interrupted.test.ts'],
  },
  {
    name: 'a folder to resume chooses no binary',
    file: 'harness/prepare/recall-interrupted.ts',
    guarded: "  refuseUnconfirmed('nodes', nodes.filter(isBinary), typed.nodes, source);\n",
    without: '',
    tests: ['harness/prepare/recall-interrupted.test.ts'],
  },
  {
    name: 'a folder to resume names no scenario of another user',
    file: 'harness/prepare/recall-interrupted.ts',
    guarded:
      'if (typed.scenarios.length === 0) refuseForeignScenario(request.scenarios, path, source);\n  else ',
    without: 'if (typed.scenarios.length > 0) ',
    tests: ['harness/prepare/recall-interrupted.test.ts'],
  },
  {
    name: 'a baseline names no file of node:bench outside of the project, not even one that is not there',
    file: 'harness/prepare/unconfirmed.ts',
    guarded: ': [benchPath];',
    without: ": ['.'];",
    tests: ['harness/prepare/recall-baseline.test.ts'],
  },
];
