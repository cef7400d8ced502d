/** The doctor of real programs, from the command line to the exit code. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../doctor/findings.ts';
import { compiled, packageRoot } from '../package-root.ts';
import { CommandLine, type Ended, findRunFolder, waitFor } from './command-line.ts';

const commandLine = new CommandLine('doctor');
afterAll(() => commandLine.remove());

const fixture = (name: string): string => join(packageRoot, 'harness/test/fixtures-doctor', name);

/** The line that ends with the comment `guilty`. */
const guiltyLineOf = (name: string): number =>
  readFileSync(fixture(name), 'utf8')
    .split('\n')
    .findIndex((line) => line.endsWith('// guilty')) + 1;

interface Examined extends Ended {
  readonly report: DoctorReport;
  readonly page: string;
}

async function examine(options: readonly string[], command: readonly string[]): Promise<Examined> {
  const resultsRoot = commandLine.makeResultsRoot();
  const ended = await commandLine.run(['doctor', '--results', resultsRoot, ...options, '--', ...command]);
  const path = join(findRunFolder(resultsRoot), 'doctor.json');
  const page = readFileSync(join(findRunFolder(resultsRoot), 'report.html'), 'utf8');
  return { ...ended, page, report: JSON.parse(readFileSync(path, 'utf8')) as DoctorReport };
}

const node = (name: string, ...flags: readonly string[]): string[] => [
  process.execPath,
  ...flags,
  fixture(name),
];

test('a flood is found at its line, and the program prints and exits as it would', async () => {
  const { code, stdout, stderr, report, page } = await examine([], [...node('floods.mjs'), '7']);
  expect({ code, stdout }).toEqual({ code: 7, stdout: 'done\n' });
  expect(report).toMatchObject({ exit: { code: 7, signal: null }, notCovered: [] });
  expect(report.findings).toMatchObject([
    {
      level: 'alarm',
      site: { file: fixture('floods.mjs'), line: guiltyLineOf('floods.mjs'), function: 'flood' },
      streamClass: 'Writable',
      peakBufferedBytes: 256 * 65536,
      drains: 0,
    },
  ]);
  expect(stderr).toContain(`> ${guiltyLineOf('floods.mjs')} |   sink.write(Buffer.alloc(65536));`);
  expect(page).toContain(`${guiltyLineOf('floods.mjs')} |     sink.write(Buffer.alloc(65536));`);
});

test('a program that waits gets one line on stderr', async () => {
  const { code, stdout, stderr, report } = await examine(['--fail'], node('waits.mjs'));
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'done\n',
    stderr: 'tidemark doctor: nothing wrong found\n',
  });
  expect(report.findings).toEqual([]);
});

describe.skipIf(process.platform === 'win32')('findings outlive the program', () => {
  test('killed in a loop that never yields', async () => {
    const { code, report } = await examine([], node('is-killed.mjs'));
    expect(code).toBe(137);
    expect(report.exit).toMatchObject({ code: null, signal: 'SIGKILL', reason: 'killed by SIGKILL' });
    expect(report.findings).toMatchObject([
      { level: 'alarm', site: { line: guiltyLineOf('is-killed.mjs') }, streamClass: 'Writable' },
    ]);
  });

  test('out of memory', async () => {
    const { code, report } = await examine([], node('fills-the-heap.mjs', '--max-old-space-size=60'));
    expect(code).toBe(134);
    expect(report.exit.reason).toBe('aborted, as Node.js does when it runs out of memory');
    expect(report.findings).toMatchObject([{ site: { line: guiltyLineOf('fills-the-heap.mjs') } }]);
  });
});

// Seen through procfs.
test.runIf(process.platform === 'linux')('a Node.js process without the doctor is named', async () => {
  const child = commandLine.start(['doctor', '--every', '200ms', '--', ...node('replaces-options.mjs')]);
  await waitFor(child.stderr, /not covered: process \d+ \([^)]*node/);
  child.kill('SIGTERM');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(stdout).toBe('child done');
  expect(stderr.replace(/\s+/g, ' ')).toContain('a program that started it has replaced NODE_OPTIONS');
});

test('an alarm fails with --fail, unless it is a known exception', async () => {
  const ignore = join(commandLine.root, 'ignore.json');
  writeFileSync(ignore, JSON.stringify([{ site: `${fixture('floods.mjs')}:${guiltyLineOf('floods.mjs')}` }]));
  const command = [...node('floods.mjs'), '0'];
  expect((await examine(['--fail'], command)).code).toBe(1);
  const ignored = await examine(['--fail', '--ignore', ignore], command);
  expect(ignored).toMatchObject({ code: 0, report: { findings: [], ignored: 1 } });
});

test.skipIf(process.platform === 'win32')(
  'what is sent to tidemark reaches the program, and SIGUSR2 prints the findings so far',
  async () => {
    const script =
      "process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')";
    const child = commandLine.start(['doctor', '--', process.execPath, '-e', script]);
    await waitFor(child.stdout, /ready/);
    child.kill('SIGUSR2');
    await waitFor(child.stderr, /tidemark doctor, so far: nothing wrong found/);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(9);
  },
);

test('the exit code is that of the program where nobody reads the findings', async () => {
  const child = commandLine.start(['doctor', '--', ...node('floods.mjs'), '7']);
  child.stderr.destroy();
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(7);
});

test('a command that cannot be started is a mistake, and leaves no results', async () => {
  const resultsRoot = commandLine.makeResultsRoot();
  const ended = await commandLine.run(['doctor', '--results', resultsRoot, '--', 'no-such-program', 'x']);
  expect(ended.code).toBe(2);
  expect(readdirSync(resultsRoot)).toEqual([]);
  expect(ended.stderr).toContain('no-such-program cannot be started: it was not found');
});

test('node --import tidemark/doctor reports at exit', async () => {
  const preload = compiled('harness/doctor/inside/import.js');
  const ended = await commandLine.runNode(['--import', preload, fixture('floods.mjs'), '7']);
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 7, stdout: 'done\n' });
  expect(ended.stderr).toContain('tidemark doctor: 1 alarm');
});
