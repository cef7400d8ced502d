/** `doctor`: runs a program, and reports the lines that fill its streams without waiting. */
import { rmdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { DoctorOptions } from '../command-line/doctor.ts';
import type { DoctorReport } from '../doctor/findings.ts';
import { examineApp } from '../doctor/outside/examine-app.ts';
import { examineProcess } from '../doctor/outside/examine-process.ts';
import { examineSnapshots } from '../doctor/outside/examine-snapshots.ts';
import { exitCodeOf } from '../doctor/outside/explain-exit.ts';
import { type IgnoreRule, readIgnoreFile } from '../doctor/outside/ignore-rules.ts';
import { readSource } from '../doctor/outside/read-source.ts';
import { EXIT, ResultsError } from '../errors.ts';
import { makeFolders } from '../files/make-folders.ts';
import { PAGE } from '../page/page-files.ts';
import { writeDoctorPage } from '../page/write-doctor-page.ts';
import { prepareDoctorReports, writeDoctorReports } from '../report/ci/doctor-reports.ts';
import { renderJsonText } from '../report/ci/json-text.ts';
import { renderDoctorReport } from '../report/terminal/doctor-findings.ts';
import type { Terminal } from '../report/terminal/open-terminal.ts';
import { makeColors, wantsColors } from '../report/text/colors.ts';
import { quoteLine } from '../report/text/terminal-text.ts';
import { wrapText } from '../report/text/wrap-text.ts';
import { makeInvocationId } from '../store/invocation-id.ts';
import { writeWhole } from '../store/whole-file.ts';

/** A script of -e can be of any length. */
const MAX_COMMAND = 100;

export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<number> {
  const rules = options.ignoreFiles.flatMap(readIgnoreFile);
  const folder = prepare(options);
  const report = await examine(options, rules, terminal).catch((error: unknown) => {
    rmdirSync(folder);
    throw error;
  });
  print(report, terminal);
  writeJson(join(folder, 'doctor.json'), report);
  writeDoctorPage(join(folder, PAGE), report, readSource);
  writeDoctorReports(options, report, terminal);
  if (report.findings.length > 0) terminal.say(`findings in ${relative(process.cwd(), folder)}`);
  return decideDoctorExit(report, options.fail);
}

async function examine(
  { subject, everyMs, isDeep }: DoctorOptions,
  rules: readonly IgnoreRule[],
  terminal: Terminal,
): Promise<DoctorReport> {
  if (subject.kind === 'read') return examineSnapshots(subject.folder, rules);
  const onInterim = (report: DoctorReport): void => print(report, terminal, true);
  const common = { rules, everyMs, isDeep, onInterim };
  if (subject.kind === 'start') return examineApp({ argv: subject.argv, ...common });
  const onAttached = (target: { readonly pid: number; readonly argv: readonly string[] }): void =>
    sayAttached(target, terminal);
  return examineProcess({ pid: subject.pid, onAttached, ...common });
}

function sayAttached(
  { pid, argv }: { readonly pid: number; readonly argv: readonly string[] },
  { say, width }: Terminal,
): void {
  const what = `process ${pid}${argv.length > 0 ? ` (${quoteLine(argv.join(' ').slice(0, MAX_COMMAND))})` : ''}`;
  say(
    wrapText(`tidemark doctor: attached to ${what}; Ctrl+C ends that, and the process goes on`, width, '  '),
  );
}

/** Everything to stderr: stdout is the program's. */
function print(report: DoctorReport, { say, width }: Terminal, isInterim = false): void {
  const colors = makeColors(wantsColors(process.env, process.stderr.isTTY === true));
  say(renderDoctorReport(report, { colors, width, folder: process.cwd(), readSource, isInterim }));
}

/** Before the program starts, so that it does not run in vain. */
function prepare(options: DoctorOptions): string {
  try {
    prepareDoctorReports(options);
    return makeFolder(options.resultsRoot);
  } catch (error) {
    if (!(error instanceof ResultsError)) throw error;
    throw new ResultsError(error.path, error.cause, {
      notDone: NOT_DONE[options.subject.kind],
      option: error.option,
    });
  }
}

/** Absolute, because nothing else is written until the program has ended. */
function makeFolder(root: string): string {
  const path = resolve(root, makeInvocationId(new Date().toISOString()));
  try {
    makeFolders(path);
    return path;
  } catch (error) {
    throw new ResultsError(path, error);
  }
}

const NOT_DONE = {
  start: 'the program was not started',
  attach: 'nothing was attached',
  read: 'nothing was read',
} as const;

function writeJson(path: string, report: DoctorReport): void {
  try {
    writeWhole(path, `${renderJsonText(report)}\n`);
  } catch (error) {
    throw new ResultsError(path, error);
  }
}

/** A program that failed by itself keeps its code. */
export function decideDoctorExit({ exit, findings }: DoctorReport, fail: boolean): number {
  const code = exitCodeOf(exit);
  const hasAlarm = findings.some(({ level }) => level === 'alarm');
  return code === EXIT.pass && fail && hasAlarm ? EXIT.failed : code;
}
