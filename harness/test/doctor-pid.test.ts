/** The doctor of a program that runs already. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, test } from 'vitest';
import type { DoctorReport } from '../doctor/findings.ts';
import { packageRoot } from '../package-root.ts';
import { CommandLine, findRunFolder, waitFor } from './command-line.ts';

const commandLine = new CommandLine('doctor-pid');
afterAll(() => commandLine.remove());

const PROGRAM = join(packageRoot, 'harness/test/fixtures-doctor/runs-on.mjs');

const startProgram = (...flags: readonly string[]) =>
  // A port of its own choice: nothing else on this machine can be in the way.
  spawn(process.execPath, ['--inspect-port=0', ...flags, PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });

describe.skipIf(process.platform === 'win32')('tidemark doctor --pid', () => {
  test('names the line, and leaves the program running', async () => {
    const program = startProgram();
    await waitFor(program.stdout, /ready/);
    const resultsRoot = commandLine.makeResultsRoot();
    const args = [
      'doctor',
      '--results',
      resultsRoot,
      '--every',
      '100ms',
      '--deep',
      '--pid',
      String(program.pid),
    ];
    const doctor = commandLine.start(args);
    await waitFor(doctor.stderr, /so far: 1 alarm/);
    doctor.kill('SIGINT');
    const [stderr, [code]] = await Promise.all([text(doctor.stderr), once(doctor, 'exit')]);
    expect(code).toBe(0);
    expect(stderr).toContain('1 alarm; the program was left running');

    const output = text(program.stdout);
    program.kill('SIGTERM');
    expect(await once(program, 'exit')).toEqual([7, null]);
    expect(await output).toBe('had 0 listeners\n');

    const report = JSON.parse(
      readFileSync(join(findRunFolder(resultsRoot), 'doctor.json'), 'utf8'),
    ) as DoctorReport;
    const line = readFileSync(PROGRAM, 'utf8')
      .split('\n')
      .findIndex((text) => text.endsWith('// guilty'));
    expect(report.findings).toMatchObject([
      { level: 'alarm', site: { file: PROGRAM, line: line + 1, function: 'flood' }, streams: 1 },
    ]);
    // What was there before is counted.
    expect(report.findings[0]?.peakBufferedBytes).toBeGreaterThan(100 * 65536);
    expect(report.notCovered).toEqual([expect.stringContaining('it ran already')]);
  });

  test('is over when the program ends', async () => {
    const program = startProgram();
    await waitFor(program.stdout, /ready/);
    const doctor = commandLine.start(['doctor', '--pid', String(program.pid)]);
    await waitFor(doctor.stderr, /attached to process/);
    program.kill('SIGKILL');
    expect(await once(doctor, 'exit')).toEqual([0, null]);
  });
});
