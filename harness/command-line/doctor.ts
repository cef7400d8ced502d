import { UsageError } from '../errors.ts';
import {
  asTyped,
  defineCommand,
  type OptionValues,
  toggle,
  trailingWords,
  word,
  words,
} from './define-command.ts';
import { parseReportersOf, type ReporterName, refuseSharedFile } from './reporters.ts';
import * as shared from './shared-options.ts';
import { OUTPUT } from './shared-options.ts';
import { parseTime } from './values/parse-values.ts';

/** Formats of findings: the others are for the figures of runs. */
const DOCTOR_REPORTERS = ['github', 'junit', 'markdown'] as const satisfies readonly ReporterName[];
export type DoctorReporterName = (typeof DOCTOR_REPORTERS)[number];

const options = {
  ignoreFiles: words({
    flag: 'ignore',
    describe: 'JSON file of known exceptions: [{"site": "src/export.ts:42"}, {"package": "pg"}]',
    defaultText: 'none',
    takes: 'path',
    parse: (typed) => typed,
  }),
  everyMs: word({
    flag: 'every',
    describe: 'print the findings so far to stderr, this often: --every 60s',
    parse: (typed, option) => parseTime(typed, option),
  }),
  read: word({
    flag: 'read',
    describe: 'diagnose a folder that the doctor of a process has written, and start nothing',
    takes: 'path',
    isOnlyTyped: true,
    parse: asTyped,
  }),
  pid: word({
    flag: 'pid',
    describe: 'attach to a Node.js process that runs, until it ends or Ctrl+C: it goes on',
    isOnlyTyped: true,
    parse: parsePid,
  }),
  isDeep: toggle({
    flag: 'deep',
    describe: 'collect garbage while the program runs, so that what is read as memory is what lives',
  }),
  fail: toggle({ flag: 'fail', group: OUTPUT, describe: 'exit with 1 if there is an alarm' }),
  jsonFile: word({
    flag: 'json',
    group: OUTPUT,
    describe: 'write the findings to this file, as JSON',
    takes: 'path',
    isApart: true,
    parse: parseJsonFile,
  }),
  reporters: words({
    flag: 'reporter',
    group: OUTPUT,
    describe:
      'for CI: github, junit or markdown, to stderr; junit=FILE writes a file; comma-separated or repeated',
    defaultText: 'none',
    takes: { reporters: DOCTOR_REPORTERS },
    key: 'reporters',
    isApart: true,
    parse: (typed) =>
      parseReportersOf(typed, {
        names: DOCTOR_REPORTERS,
        missing: (name) => `the doctor has no reporter ${name}`,
        instead: '; --json FILE writes the data',
      }),
  }),
  resultsRoot: shared.resultsRoot,
  argv: trailingWords(),
};

/** What `doctor` is to do, complete and valid. */
export interface DoctorOptions extends Omit<OptionValues<typeof options>, 'read' | 'argv' | 'pid'> {
  readonly command: 'doctor';
  /** A program to start, a process that runs, or the folder of snapshots of one that has ended. */
  readonly subject:
    | { readonly kind: 'start'; readonly argv: readonly [string, ...string[]] }
    | { readonly kind: 'attach'; readonly pid: number }
    | { readonly kind: 'read'; readonly folder: string };
}

export const doctorCommand = defineCommand({
  usage: 'doctor',
  synopsis: 'doctor [options] -- COMMAND …',
  summary: 'run any Node.js program, and name the lines that fill its streams without waiting',
  options,
  examples: [
    ['$0 doctor -- node server.js', 'findings on stderr when it ends'],
    [
      '$0 doctor --fail --reporter github -- npm test',
      'in CI: an annotation at each line, exit code 1 on alarms',
    ],
    ['$0 doctor --pid 4711', 'attach to a process that runs; Ctrl+C ends that, and not the process'],
    ['$0 doctor --every 60s -- node server.js', 'findings while it runs; kill -USR2 prints them at once'],
  ],
  epilogue:
    'Exit codes: those of COMMAND, or 128 + n if signal n ended it · 1 an alarm (--fail) · 2 usage, or COMMAND cannot be started · 6 results could not be written · 70 a bug in tidemark',
  resolve: ({ read, pid, argv, ...values }): DoctorOptions => {
    refuseSharedFile([values.jsonFile, ...values.reporters.map(({ file }) => file)]);
    return { command: 'doctor', ...values, subject: chooseSubject(read, pid, argv) };
  },
});

function chooseSubject(
  folder: string | undefined,
  pid: number | undefined,
  [program, ...args]: readonly string[],
): DoctorOptions['subject'] {
  if (folder !== undefined && pid !== undefined)
    throw new UsageError('--read starts no examination', { hint: 'leave --read or --pid out' });
  const other = folder !== undefined ? '--read' : pid !== undefined ? '--pid' : undefined;
  if (other !== undefined && program !== undefined)
    throw new UsageError(`${other} starts no command`, { hint: `leave ${other} or ${program} out` });
  if (folder !== undefined) return { kind: 'read', folder };
  if (pid !== undefined) return { kind: 'attach', pid };
  if (program === undefined)
    throw new UsageError('no command is given', { hint: 'write tidemark doctor -- node app.js' });
  return { kind: 'start', argv: [program, ...args] };
}

function parsePid(typed: string, option: string): number {
  if (/^[1-9]\d*$/.test(typed)) return Number(typed);
  throw new UsageError(`${option} ${typed}: that is not a process id`, { hint: 'such as --pid 4711' });
}

/** `-` is stdout elsewhere. */
function parseJsonFile(typed: string, option: string): string {
  if (typed !== '' && typed !== '-') return typed;
  throw new UsageError(`${option} ${typed} does not name a file`.replace('  ', ' '), {
    hint: `write ${option} FILE: stdout is the program's`,
  });
}
