/** What the doctor found, in the formats of CI services. */
import type { DoctorOptions, DoctorReporterName } from '../../command-line/doctor.ts';
import type { DoctorReport } from '../../doctor/findings.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import { renderDoctorGithub } from './doctor-github.ts';
import { renderDoctorJunit } from './doctor-junit.ts';
import { renderDoctorMarkdown } from './doctor-markdown.ts';
import { renderJsonText } from './json-text.ts';
import { prepareReports, writeRendered } from './write-reports.ts';

type Requested = Pick<DoctorOptions, 'reporters' | 'jsonFile'>;

const RENDER: Readonly<
  Record<DoctorReporterName | 'json', (report: DoctorReport, folder: string, maxBytes?: number) => string>
> = {
  github: renderDoctorGithub,
  junit: renderDoctorJunit,
  markdown: renderDoctorMarkdown,
  json: renderJsonText,
};

/** Called before the program starts. Writes nothing. */
export const prepareDoctorReports = (options: Requested): void =>
  prepareReports(listRequests(options), (name) =>
    name === 'json'
      ? { typed: '--json ', hint: 'give the name of a file' }
      : {
          typed: `--reporter ${name}=`,
          hint: `give the name of a file; --reporter ${name} alone prints to stderr`,
        },
  );

/** Without a file they go to stderr, as stdout is the program's. */
export function writeDoctorReports(
  options: Requested,
  report: DoctorReport,
  { say, sayCommands }: Pick<Terminal, 'say' | 'sayCommands'>,
): void {
  prepareDoctorReports(options);
  const folder = process.cwd();
  writeRendered(listRequests(options), (name, maxBytes) => RENDER[name](report, folder, maxBytes), {
    print: say,
    printCommands: sayCommands,
    say,
  });
}

const listRequests = ({ reporters, jsonFile }: Requested) => [
  ...reporters,
  ...(jsonFile === undefined ? [] : [{ name: 'json', file: jsonFile } as const]),
];
