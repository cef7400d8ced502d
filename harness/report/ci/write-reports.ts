/** What CI reads: each format to stdout or to its file, and a summary of the job where GitHub has a file for one. */
import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ReporterName, ReporterRequest } from '../../command-line/reporters.ts';
import { ResultsError, UsageError } from '../../errors.ts';
import { writeWhole } from '../../store/whole-file.ts';
import { renderMarkdown } from '../markdown/summary.ts';
import type { Terminal } from '../terminal/open-terminal.ts';
import type { Reported } from '../text/reported.ts';
import { renderBencher } from './bencher.ts';
import { renderGithub } from './github.ts';
import { renderGithubActionBenchmark } from './github-action-benchmark.ts';
import { renderJson } from './json.ts';
import { renderJunit } from './junit.ts';

const RENDER: Readonly<Record<ReporterName, (reported: Reported) => string>> = {
  github: renderGithub,
  junit: renderJunit,
  markdown: (reported) => renderMarkdown(reported),
  json: renderJson,
  bencher: renderBencher,
  'github-action-benchmark': renderGithubActionBenchmark,
};

/** GitHub refuses the summary of a step that is longer, all of it; what is there already counts. */
const SUMMARY_MAX_BYTES = 1000 * 1024;

/** Whether stdout is the reporter's alone. Annotations are lines of a log: they stand below the tables. */
export const takesStdout = (requests: readonly ReporterRequest[]): boolean =>
  requests.some(({ name, file }) => file === undefined && name !== 'github');

/** Before anything is measured: what cannot be written afterwards is found now. Writes nothing. */
export function prepareReports(requests: readonly ReporterRequest[]): void {
  for (const { name, file } of requests) {
    if (file === undefined) continue;
    refuseOtherThanFile(name, file);
    attempt(file, () => refuseUnwritable(findFolder(file)));
  }
}

/** The nearest one that is there: the others will be made in it. */
function findFolder(file: string): string {
  const folder = dirname(resolve(file));
  return existsSync(folder) ? folder : findFolder(folder);
}

/** Files are written first, so that one that cannot be written is told before anything is printed. */
export function writeReports(
  requests: readonly ReporterRequest[],
  reported: Reported,
  { print, say }: Pick<Terminal, 'print' | 'say'>,
  { GITHUB_STEP_SUMMARY: summaryFile = '' }: NodeJS.ProcessEnv = process.env,
): void {
  prepareReports(requests);
  for (const { name, file } of requests)
    if (file !== undefined) attempt(file, () => writeReport(file, `${RENDER[name](reported)}\n`));
  if (requests.some(({ name }) => name === 'github') && summaryFile !== '')
    appendSummary(summaryFile, reported, say);
  for (const { name, file } of requests) {
    const text = file === undefined ? RENDER[name](reported) : '';
    if (text !== '') print(text);
  }
}

/** A device or a pipe would be replaced by a file of its name; /dev/stdout can lead to a file that others write to. */
function refuseOtherThanFile(name: ReporterName, file: string): void {
  const isNamedByKernel = /^\/(dev|proc)\//.test(resolve(file));
  if (!isNamedByKernel && (!existsSync(file) || statSync(file).isFile())) return;
  throw new UsageError(`--reporter ${name}=${file} is no file that can be written`, {
    hint: `give the name of a file; --reporter ${name} alone prints to stdout`,
  });
}

function writeReport(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // A link stays one.
  writeWhole(existsSync(file) ? realpathSync(file) : file, text);
}

function refuseUnwritable(folder: string): void {
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is no folder`);
  accessSync(folder, constants.W_OK);
}

function appendSummary(file: string, reported: Reported, say: Terminal['say']): void {
  attempt(file, () => {
    const roomBytes = SUMMARY_MAX_BYTES - (existsSync(file) ? statSync(file).size : 0);
    // What another tool wrote before may end without a newline.
    const text = `\n${renderMarkdown(reported, roomBytes - 2)}\n`;
    if (Buffer.byteLength(text) <= roomBytes) appendFileSync(file, text);
    else say(`! the summary of this step is full: ${file} has no room for that of tidemark`);
  });
}

function attempt(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new ResultsError(path, error);
  }
}
