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
import { parseReporters, type ReporterName, type ReporterRequest } from './reporters.ts';
import * as shared from './shared-options.ts';
import { OUTPUT } from './shared-options.ts';
import { parseTime } from './values.ts';

/** Formats of findings: the others are for the figures of runs. */
const DOCTOR_REPORTERS = ['github', 'junit', 'markdown'] as const satisfies readonly ReporterName[];
export type DoctorReporterName = (typeof DOCTOR_REPORTERS)[number];

const options = {
  ignoreFiles: words({
    flag: 'ignore',
    describe: 'JSON file of known exceptions: [{"site": "src/export.ts:42"}, {"package": "pg"}]',
    defaultText: 'none',
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
    parse: asTyped,
  }),
  fail: toggle({ flag: 'fail', group: OUTPUT, describe: 'exit with 1 if there is an alarm' }),
  jsonFile: word({
    flag: 'json',
    group: OUTPUT,
    describe: 'write the findings to this file, as JSON',
    parse: asTyped,
  }),
  reporters: words({
    flag: 'reporter',
    group: OUTPUT,
    describe:
      'for CI: github, junit or markdown, to stderr; junit=FILE writes a file; comma-separated or repeated',
    defaultText: 'none',
    parse: (typed) => parseReporters(typed).map(refuseOtherReporter),
  }),
  resultsRoot: shared.resultsRoot,
  argv: trailingWords(),
};

export interface DoctorReporterRequest extends ReporterRequest {
  readonly name: DoctorReporterName;
}

/** What `doctor` is to do, complete and valid. */
export interface DoctorOptions extends Omit<OptionValues<typeof options>, 'read' | 'argv'> {
  readonly command: 'doctor';
  /** A program to start, or the folder of snapshots of one that has ended. */
  readonly subject:
    | { readonly kind: 'start'; readonly argv: readonly [string, ...string[]] }
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
    ['$0 doctor --every 60s -- node server.js', 'findings while it runs; kill -USR2 prints them at once'],
  ],
  epilogue:
    'Exit codes: those of COMMAND, or 128 + n if signal n ended it · 1 an alarm (--fail) · 2 usage, or COMMAND cannot be started · 6 results could not be written · 70 a bug in tidemark',
  resolve: ({ read, argv, ...values }): DoctorOptions => {
    const [program, ...args] = argv;
    if (read !== undefined && program !== undefined) {
      throw new UsageError('--read starts no command', { hint: `leave --read or ${program} out` });
    }
    if (read !== undefined) return { command: 'doctor', ...values, subject: { kind: 'read', folder: read } };
    if (program === undefined) {
      throw new UsageError('no command is given', { hint: 'write tidemark doctor -- node app.js' });
    }
    return { command: 'doctor', ...values, subject: { kind: 'start', argv: [program, ...args] } };
  },
});

function refuseOtherReporter({ name, file }: ReporterRequest): DoctorReporterRequest {
  const known = DOCTOR_REPORTERS.find((one) => one === name);
  if (known !== undefined) return { name: known, file };
  throw new UsageError(`the doctor has no reporter ${name}`, {
    hint: `choose from ${DOCTOR_REPORTERS.join(', ')}; --json FILE writes the data`,
  });
}
