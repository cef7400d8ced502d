import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parseRequest } from '../protocol.ts';
import { planFixture, runFixture } from '../test/fixtures/support/run-fixture.ts';
import { reproduceCommand } from './child-command.ts';

describe('a process that cannot be started is an outcome', () => {
  test('if its arguments are too long', async () => {
    // Linux refuses an argument of more than 128 KiB.
    const { outcome } = await runFixture('throws-in-run', { parameters: { long: 'x'.repeat(2 ** 21) } });
    expect(outcome).toMatchObject({
      state: 'crashed',
      phase: 'start',
      reason: expect.stringMatching(/^the process could not be started: .*(E2BIG|ENAMETOOLONG)/),
    });
  });

  test('if its arguments cannot be passed', async () => {
    const { outcome } = await runFixture('throws-in-run', { flags: ['--title=\0'] });
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'start', exitCode: null, signal: null });
  });

  test('if the Node binary does not exist', async () => {
    const { outcome } = await runFixture('throws-in-run', { execPath: '/nowhere/node' });
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'start' });
    expect(JSON.stringify(outcome)).toContain('/nowhere/node');
  });

  test('if it does not know its flags', async () => {
    const { outcome } = await runFixture('throws-in-run', { flags: ['--no-such-flag'] });
    expect(outcome).toMatchObject({
      state: 'crashed',
      phase: 'start',
      exitCode: 9,
      stderrLines: [expect.stringContaining('bad option: --no-such-flag')],
    });
  });
});

describe('a sample that cannot be stored', () => {
  test('ends the run, and rejects with the error', async () => {
    const running = runFixture('writes-forever', {
      mode: 'profile',
      // Longer than this test may take: it is not that which ends the run.
      timeoutMs: 10 * 60 * 1000,
      onSample: () => Promise.reject(new Error('the disk is full')),
    });
    await expect(running).rejects.toThrow('the disk is full');
  });
});

describe('a run that the user interrupts', () => {
  test('is terminated, and its counters are reported', async () => {
    const interruption = new AbortController();
    const report = await runFixture('writes-forever', {
      mode: 'profile',
      signal: interruption.signal,
      onSample: () => interruption.abort(),
    });
    expect(report.outcome).toEqual({ state: 'aborted', phase: 'run' });
    expect(report.partial?.counters.byLabel.sink?.bytesIn).toBeGreaterThan(0);
    expect(report.samples?.count).toBeGreaterThan(0);
  });

  test('before it begins is terminated, too', async () => {
    const report = await runFixture('loops-forever', { signal: AbortSignal.abort() });
    expect(report.outcome.state).toBe('aborted');
  });
});

test('what a scenario and its peer print is saved together', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tidemark-output-'));
  try {
    const outputPath = join(folder, 'output/0.txt');
    const report = await runFixture('needs-a-peer', { outputPath });
    expect(report.outcome).toEqual({ state: 'completed' });
    // They come through two pipes: either may be read first.
    expect(report.output?.lastLines.toSorted()).toEqual(['it answered', 'somebody called']);
    expect(readFileSync(outputPath, 'utf8')).toHaveLength('it answered\nsomebody called\n'.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['stdout', 'stderr'])(
  'nothing that a scenario prints to %s is lost when it ends',
  async (output) => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-output-'));
    try {
      const outputPath = join(folder, 'output/0.txt');
      const report = await runFixture('floods-its-output', { outputPath, parameters: { output } });
      expect(report.outcome).toEqual({ state: 'completed' });
      // 1000 lines of 5263 times 19 bytes and three more.
      expect(report.output?.bytes).toBe(1000 * (5263 * 19 + 3));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

describe('the command that reproduces a run', () => {
  test('fails by hand as the run failed, even if its folder was removed', async () => {
    const { outcome, plan } = await runFixture('throws-in-run');
    expect(outcome.state).toBe('crashed');
    await expect(promisify(execFile)('/bin/sh', ['-c', reproduceCommand(plan)])).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"message": "the disk is full"'),
    });
    expect(readdirSync(plan.request.tempDir)).toEqual([]);
    rmSync(plan.request.tempDir, { recursive: true });
  });

  test('is quoted for the shell', async () => {
    const plan = await planFixture('throws-in-run', "/tmp/it's here", { flags: ['--title=$(false)'] });
    const command = reproduceCommand(plan);
    expect(command).toContain('"tempDir":"/tmp/it\'\\\'\'s here"');
    expect(command).toContain(" '--title=$(false)' ");
  });

  test('has no quotes within a word on Windows, where every shell takes them in another way', async () => {
    const tempDir = mkdtempSync(join(tmpdir(), 'two words-'));
    const plan = await planFixture('throws-in-run', tempDir);
    const command = reproduceCommand({ ...plan, execPath: 'C:\\Program Files\\node.exe' }, 'win32');
    expect(command).toMatch(/^"C:\\Program Files\\node\.exe" --expose-gc --enable-source-maps [^ ]+ [\w-]+$/);
    const [, request = ''] = / ([\w-]+)$/.exec(command) ?? [];
    expect(parseRequest(request)).toMatchObject({ tempDir, standalone: true });
    const words = [...(/(--expose.*) [\w-]+$/.exec(command)?.[1]?.split(' ') ?? []), request];
    await expect(promisify(execFile)(process.execPath, words)).rejects.toMatchObject({
      stdout: expect.stringContaining('"message": "the disk is full"'),
    });
    rmSync(tempDir, { recursive: true });
  });
});
