/** Writes the reports for CI: each format to stdout or to its file, and a job summary where GitHub provides a file for one. */
import { accessSync, appendFileSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { ReporterName, ReporterRequest } from '../../command-line/reporters.ts';
import { ResultsError, UsageError } from '../../errors.ts';
import { makeFolders } from '../../files/make-folders.ts';
import { writeWhole } from '../../store/whole-file.ts';
import { renderMarkdown } from '../markdown/summary.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import type { Reported } from '../text/reported.ts';
import { renderBencher } from './bencher.ts';
import { renderGithub } from './github.ts';
import { renderGithubActionBenchmark } from './github-action-benchmark.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';

const RENDER: Readonly<Record<ReporterName, (reported: Reported, maxBytes?: number) => string>> = {
  github: (reported) => renderGithub(reported, pathInRepository),
  junit: renderJunit,
  markdown: renderMarkdown,
  json: renderJson,
  bencher: renderBencher,
  'github-action-benchmark': renderGithubActionBenchmark,
};

/** GitHub wants paths from the root of the checkout; those of a report begin at the project, in whose folder it runs. */
export function pathInRepository(
  file: string,
  { GITHUB_WORKSPACE: root = '' } = process.env,
  cwd = process.cwd(),
) {
  const folder = root === '' ? '' : relative(root, cwd);
  const isInside = folder !== '' && !folder.startsWith('..') && !isAbsolute(folder);
  return isInside ? `${folder.replaceAll('\\', '/')}/${file}` : file;
}

/** GitHub rejects a longer step summary as a whole; what other tools have written to it counts. */
const SUMMARY_MAX_BYTES = 1000 * 1024;

/** Whether a reporter replaces the tables on stdout. Annotations are log lines, and are printed below the tables. */
export const takesStdout = (requests: readonly ReporterRequest[]): boolean =>
  requests.some(({ name, file }) => file === undefined && name !== 'github');

/** Called before anything is measured, so that a file that cannot be written is an error at the start. Writes nothing. */
export function prepareReports(
  requests: readonly ReporterRequest[],
  describe: Describe = describeOption,
  { GITHUB_STEP_SUMMARY: summaryFile = '' }: NodeJS.ProcessEnv = process.env,
): void {
  if (requests.some(({ name }) => name === 'github')) refuseOtherSummary(summaryFile);
  for (const { name, file } of requests) {
    if (file === undefined) continue;
    refuseOtherThanFile(file, describe(name));
    attempt(file, () => refuseUnwritable(findFolder(file)));
  }
}

/** `typed`: in front of the file. */
type Describe = (name: ReporterName) => { readonly typed: string; readonly hint: string };

const describeOption: Describe = (name) => ({
  typed: `--reporter ${name}=`,
  hint: `give the name of a file; --reporter ${name} alone prints to stdout`,
});

/** The nearest folder that exists: the others will be created in it. */
function findFolder(file: string): string {
  const folder = dirname(resolve(file));
  return existsSync(folder) ? folder : findFolder(folder);
}

type ReportOutputs = Pick<Terminal, 'print' | 'printCommands' | 'say'>;

export function writeReports(
  requests: readonly ReporterRequest[],
  reported: Reported,
  terminal: ReportOutputs,
  env?: NodeJS.ProcessEnv,
): void {
  prepareReports(requests, describeOption, env);
  writeRendered(requests, (name, maxBytes) => RENDER[name](reported, maxBytes), terminal, env);
}

/** Files are written first, so that one that cannot be written is reported before anything is printed. */
export function writeRendered<Name extends ReporterName>(
  requests: readonly (ReporterRequest & { readonly name: Name })[],
  render: (name: Name | 'markdown', maxBytes?: number) => string,
  { print, printCommands, say }: ReportOutputs,
  { GITHUB_STEP_SUMMARY: summaryFile = '' }: NodeJS.ProcessEnv = process.env,
): void {
  for (const { name, file } of requests)
    if (file !== undefined) attempt(file, () => writeReport(file, `${render(name)}\n`));
  if (requests.some(({ name }) => name === 'github') && summaryFile !== '')
    appendSummary(summaryFile, render, say);
  for (const { name, file } of requests) {
    const text = file === undefined ? render(name) : '';
    if (text === '') continue;
    if (name === 'github') printCommands(text);
    else print(text);
  }
}

/** Writing to a pipe that nobody reads would block. */
function refuseOtherSummary(file: string): void {
  if (file === '' || !isOtherThanFile(file)) return;
  throw new UsageError(`GITHUB_STEP_SUMMARY is ${file}, which is not a file that can be written`, {
    hint: 'name a file in that variable, or unset it: then there is no job summary',
  });
}

/** What cannot be looked at, such as too long a name, cannot be written either: nothing needs to be refused for it. */
function isOtherThanFile(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return false;
  }
}

/** A device or a pipe would be replaced by a regular file; /dev/stdout can be a file that others write to. */
function refuseOtherThanFile(file: string, { typed, hint }: ReturnType<Describe>): void {
  const isNamedByKernel = /^\/(dev|proc)\//.test(resolve(file));
  if (!isNamedByKernel && (!existsSync(file) || statSync(file).isFile())) return;
  throw new UsageError(`${typed}${file} is not a file that can be written`, { hint });
}

function writeReport(file: string, text: string): void {
  makeFolders(dirname(file));
  // A symbolic link stays a link.
  writeWhole(existsSync(file) ? realpathSync(file) : file, text);
}

function refuseUnwritable(folder: string): void {
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
  accessSync(folder, constants.W_OK);
}

function appendSummary(
  file: string,
  render: (name: 'markdown', maxBytes: number) => string,
  say: Terminal['say'],
): void {
  attempt(file, () => {
    const roomBytes = SUMMARY_MAX_BYTES - (existsSync(file) ? statSync(file).size : 0);
    // The text of another tool may end without a newline.
    const text = `\n${render('markdown', roomBytes - 2)}\n`;
    if (Buffer.byteLength(text) <= roomBytes) appendFileSync(file, text);
    else say(`! the step summary is full: no room in ${file} for the summary of tidemark`);
  });
}

function attempt(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new ResultsError(path, error, { option: '--reporter' });
  }
}
