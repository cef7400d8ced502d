/** Every way in which a run can end, with real children, from the scenario file to the result. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildRunResult } from '../runner/build-run-result.ts';
import {
  allGone,
  type FixtureOptions,
  type FixtureReport,
  fixturePath,
  runFixture,
} from './fixtures/support/run-fixture.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const MODES = ['measure', 'profile'] as const;
/** Ten times as long as a child needs to begin its run. */
const SHORT_TIMEOUT_MS = 2000;

/** Runs a scenario, and expects that none of its processes remains. */
async function runToItsEnd(name: string, options: FixtureOptions = {}): Promise<FixtureReport> {
  const report = await runFixture(name, options);
  await allGone(report.plan.runId);
  return report;
}

/** Their timeout is far away: that they crash, rather than time out, shows that nothing waited for it. */
describe.each(MODES)('in a %s run', (mode) => {
  test.each([
    ['throws', 'throws-in-run', 'run', 1, 'Error: the disk is full'],
    ['throws null', 'throws-null', 'run', 1, 'thrown value: null'],
    ['throws in a timer', 'throws-in-a-timer', 'run', 1, 'Error: nobody catches this'],
    ['throws after run() is over', 'throws-late', 'retain', 1, 'Error: too late'],
    ['throws in setup()', 'throws-in-setup', 'setup', 1, 'Error: there is no server'],
    ['throws in teardown()', 'throws-in-teardown', 'teardown', 1, 'Error: it was closed already'],
    ['throws in a check', 'throws-in-a-check', 'finish', 1, 'Error: no such counter'],
    ['rejects unhandled', 'rejects-unhandled', 'run', 1, 'TypeError: nobody waits for this'],
    [
      'exits with 0',
      'exits-early-with-zero',
      'run',
      0,
      'process.exit(0) was called before run() had finished',
    ],
    ['exits with 7', 'exits-with-seven', 'run', 7, 'process.exit(7) was called before run() had finished'],
    [
      'asks for too large a buffer',
      'allocation-fails',
      'run',
      1,
      'RangeError: Array buffer allocation failed',
    ],
    [
      'forges a record',
      'forges-records',
      'finish',
      0,
      'the process exited with code 0, but its report is not complete',
    ],
  ])('a scenario that %s has crashed, and says why', async (_, name, phase, exitCode, reason) => {
    const { outcome } = await runToItsEnd(name, { mode });
    expect(outcome).toMatchObject({ state: 'crashed', phase, exitCode, signal: null, reason });
  });

  test.each([
    ['is killed', 'kills-itself', 'SIGKILL'],
    ['aborts', 'aborts', 'SIGABRT'],
  ])('a scenario that %s has crashed by its signal', async (_, name, signal) => {
    const { outcome } = await runToItsEnd(name, { mode });
    const reason = `the process was killed by ${signal}`;
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'run', exitCode: null, signal, reason });
  });

  test('a scenario that fills the heap has run out of memory', async () => {
    const { outcome, samples } = await runToItsEnd('fills-the-heap', {
      mode,
      flags: ['--max-old-space-size=64'],
    });
    expect(outcome).toMatchObject({ state: 'out-of-memory', phase: 'run' });
    if (mode === 'profile') expect(samples?.count).toBeGreaterThan(0);
  });

  test('a scenario that allocates beyond the limit is killed', async () => {
    const maxMemoryBytes = 200 * MiB;
    const { outcome, samples } = await runToItsEnd('allocates-beyond-limit', { mode, maxMemoryBytes });
    expect(outcome).toMatchObject({ state: 'over-limit', phase: 'run', limitBytes: maxMemoryBytes });
    expect(outcome.state === 'over-limit' && outcome.rssBytes).toBeGreaterThan(maxMemoryBytes);
    if (mode === 'profile') expect(samples?.count).toBeGreaterThan(0);
  });

  test.each([
    ['deals with its own errors', 'handles-its-own-errors', {}],
    ['prints 100 MB to stdout', 'floods-its-output', { output: 'stdout' }],
    ['prints 100 MB to stderr', 'floods-its-output', { output: 'stderr' }],
    ['writes lines of garbage to the descriptors of the harness', 'writes-garbage', { garbage: 'lines' }],
    ['writes more garbage than is read', 'writes-garbage', { garbage: 'longLine' }],
  ])('a scenario that %s has completed', async (_, name, parameters) => {
    const { outcome, figures } = await runToItsEnd(name, { mode, parameters });
    expect(outcome).toEqual({ state: 'completed' });
    expect(figures?.durationMs).toBeGreaterThan(0);
  });

  test('a scenario that continues after its end has completed, with a warning', async () => {
    const { outcome, figures } = await runToItsEnd('is-slow-to-settle', { mode });
    expect(outcome).toEqual({ state: 'completed' });
    expect(figures?.warnings).toContain('not-settled');
  });

  test('a process that a scenario leaves in its group is killed, without waiting for it', async () => {
    const { outcome, strays } = await runToItsEnd('forks-a-grandchild', { mode });
    expect({ outcome, strays }).toEqual({ outcome: { state: 'completed' }, strays: 0 });
  });

  test.runIf(process.platform === 'linux')(
    'a process that a scenario leaves in another group is killed, and counted as a stray',
    async () => {
      const { outcome, strays } = await runToItsEnd('forks-a-detached-grandchild', { mode });
      expect({ outcome, strays }).toEqual({ outcome: { state: 'completed' }, strays: 1 });
    },
  );

  test('a scenario that never ends is terminated, and its counters are reported', async () => {
    const report = await runToItsEnd('writes-forever', { mode, timeoutMs: SHORT_TIMEOUT_MS });
    expect(report.outcome).toEqual({ state: 'timed-out', afterMs: SHORT_TIMEOUT_MS, phase: 'run' });
    expect(report.partial?.counters.byLabel.sink?.bytesIn).toBeGreaterThan(0);
    if (mode === 'profile') expect(report.samples?.count).toBeGreaterThan(0);
  });
});

test('the counters of a run that ended early are reported, however it ended', async () => {
  for (const name of ['never-settles', 'exits-with-seven', 'throws-in-run']) {
    const { partial } = await runToItsEnd(name);
    expect({ name, partial }).toMatchObject({ name, partial: { counters: { byLabel: {} }, checks: [] } });
  }
});

describe.concurrent('a scenario that ignores SIGTERM is killed', () => {
  test.each([
    ['that has its own handler', 'ignores-sigterm'],
    ['that never lets a handler run', 'ignores-sigterm-and-loops'],
    ['that is stopped', 'stops-itself'],
  ])('including one %s', async (_, name) => {
    const { outcome } = await runToItsEnd(name, { timeoutMs: SHORT_TIMEOUT_MS });
    expect(outcome).toEqual({ state: 'timed-out', afterMs: SHORT_TIMEOUT_MS, phase: 'run' });
  });

  test('and the samples of a blocked event loop are reported', async () => {
    const report = await runToItsEnd('loops-forever', { mode: 'profile', timeoutMs: SHORT_TIMEOUT_MS });
    expect(report.outcome).toEqual({ state: 'timed-out', afterMs: SHORT_TIMEOUT_MS, phase: 'run' });
    const { memory, sampling } = resultOf(report);
    expect(sampling?.count).toBeGreaterThan(0);
    expect(memory?.peak.arrayBuffersBytes).toBeGreaterThan(0);
  });

  test('even if it was done', async () => {
    const { outcome } = await runToItsEnd('refuses-to-exit');
    const reason = 'the run was finished, but the process did not exit';
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'finish', signal: 'SIGKILL', reason });
  });
});

describe('a promise that nothing can settle is distinguished from one that takes too long', () => {
  const neverSettled = {
    state: 'crashed',
    phase: 'run',
    exitCode: 13,
    reason: 'run() never finished: the event loop is empty, and its promise is still pending',
  };

  test('in a measure run', async () => {
    const { outcome } = await runToItsEnd('never-settles', { timeoutMs: SHORT_TIMEOUT_MS });
    expect(outcome).toMatchObject(neverSettled);
  });

  test('in a profile run, too', async () => {
    const { outcome } = await runToItsEnd('never-settles', { mode: 'profile' });
    expect(outcome).toMatchObject(neverSettled);
  });
});

test('the stack of an error shows the line of the source file', async () => {
  const lines = readFileSync(fixturePath('throws-in-run'), 'utf8').split('\n');
  const line = 1 + lines.findIndex((text) => text.includes('throw '));
  const { outcome } = await runToItsEnd('throws-in-run');
  const stack = outcome.state === 'crashed' ? outcome.frames?.join('\n') : '';
  expect(stack).toContain(`${fixturePath('throws-in-run')}:${line}:`);
});

describe('checks of another type are a crash that says so:', () => {
  const NO_OBJECT = 'TypeError: expect.checks must return an object of sentences with true or false, not ';
  const NO_BOOLEAN = "TypeError: expect.checks: 'all is well' must be true or false, not ";
  test.each([
    ['promise', `${NO_OBJECT}a promise`],
    ['true', `${NO_OBJECT}true`],
    ['nothing', `${NO_OBJECT}undefined`],
    ['list', `${NO_OBJECT}true`],
    ['no check', 'TypeError: expect.checks returned no check: return at least one sentence'],
    ['word', `${NO_BOOLEAN}the text 'true'`],
    ['undefined', `${NO_BOOLEAN}undefined`],
  ])('%s', async (returned, reason) => {
    const { outcome } = await runToItsEnd('returns-other-checks', { parameters: { returned } });
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'finish', exitCode: 1, reason });
  });
});

describe('what cannot be reported is a crash that says so, long before the timeout:', () => {
  test.each([
    ['names', 'finish', /^RangeError: the report of this run is \d+ characters long, .* names in record\(\)/],
    ['checks', 'finish', /^RangeError: the report of this run is \d+ characters long, /],
    ['names and an error', 'run', /^Error: the reason$/],
    ['a word', 'setup', /^TypeError: startPeer\(\) takes the URL of a file, .* not \.\/peer\.ts$/],
    ['a message', 'run', /^Error: the reason x+ … \d+ characters … x+$/],
    ['an object', 'run', /^5n: { code: 5 }$/],
  ])('%s', async (what, phase, reason) => {
    const { outcome } = await runToItsEnd('reports-too-much', { parameters: { what } });
    expect(outcome).toMatchObject({ state: 'crashed', phase, reason: expect.stringMatching(reason) });
  });

  test('a record that is not valid', async () => {
    const { outcome } = await runToItsEnd('forges-an-end');
    const reason = expect.stringMatching(/^its record 'exit' is not valid: .*sink\.drains: .*expected int/);
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'run', reason });
  });
});

test('a scenario that replaces every clock and reading is measured as it is', async () => {
  const report = await runToItsEnd('replaces-what-measures', { mode: 'profile' });
  expect(report.outcome).toEqual({ state: 'completed' });
  const { durationMs = 0, wallMs, cpuMs, memory, sampling } = resultOf(report);
  expect(durationMs).toBeGreaterThan(0);
  expect(durationMs).toBeLessThan(wallMs);
  expect(cpuMs).toBeGreaterThan(0);
  expect(sampling?.count).toBeGreaterThan(0);
  const retainedBytes = (memory?.retained?.arrayBuffersBytes ?? 0) - (memory?.start?.arrayBuffersBytes ?? 0);
  expectWithinOnePercent(retainedBytes, 8 * MiB);
});

describe('a peer', () => {
  test('is started for a scenario that needs it, and has exited after the run', async () => {
    const { outcome, figures, strays } = await runToItsEnd('needs-a-peer');
    expect({ outcome, strays }).toEqual({ outcome: { state: 'completed' }, strays: 0 });
    expect(figures?.counters.recorded).toEqual({ isEcho: 1 });
  });

  test.each([
    ['fails before it is ready', 'exits-early', /did not start: it ended with 1 .*the port is taken/],
    ['prints a lot and fails', 'says-a-lot', /did not start: it ended with 3 .*line 1000/],
    ['does not compile', 'does-not-compile', /did not start: .*does-not-compile\.ts:3:11/s],
    ['does not exist', 'is-missing', /did not start: there is no file .*is-missing\.ts/],
  ])('that %s is a crash in setup, with the reason', async (_, peer, reason) => {
    const { outcome } = await runToItsEnd('needs-a-peer', { parameters: { peer } });
    expect(outcome).toMatchObject({ state: 'crashed', phase: 'setup', exitCode: 1 });
    expect(outcome.state === 'crashed' && outcome.reason).toMatch(reason);
  });

  test('that is never ready does not prolong a run beyond its timeout', async () => {
    const { outcome } = await runToItsEnd('needs-a-peer', {
      parameters: { peer: 'says-nothing' },
      timeoutMs: SHORT_TIMEOUT_MS,
    });
    expect(outcome).toEqual({ state: 'timed-out', afterMs: SHORT_TIMEOUT_MS, phase: 'setup' });
  });
});

describe('a known truth is measured:', () => {
  test('a peak of 37 MiB while the event loop is blocked', async () => {
    const sampledAtMs: number[] = [];
    const report = await runToItsEnd('allocates-37-mib', {
      mode: 'profile',
      onSample: ({ sinceStartMs }) => {
        sampledAtMs.push(sinceStartMs);
      },
    });
    const { memory, sampling, durationMs = 0, eventLoop } = resultOf(report);
    const peakBytes = (memory?.peak.arrayBuffersBytes ?? 0) - (memory?.start?.arrayBuffersBytes ?? 0);
    expectWithinOnePercent(peakBytes, 37 * MiB);
    // The event loop was blocked from the beginning of the run to its end, and was sampled in between.
    expect(eventLoop?.maxDelayMs).toBeGreaterThan(0.9 * durationMs);
    expect(sampledAtMs.some((atMs) => atMs > 0 && atMs < durationMs)).toBe(true);
    expect(sampling?.count).toBe(sampledAtMs.length);
    expect(sampling?.longestGapMs).toBeGreaterThan(0);
    expect(sampling?.longestGapMs).toBeLessThan(durationMs);
  });

  test('128 MiB retained by slices of 20 KiB', async () => {
    const { memory, recorded } = resultOf(await runToItsEnd('retains-slices'));
    const retainedBytes =
      (memory?.retained?.arrayBuffersBytes ?? 0) - (memory?.start?.arrayBuffersBytes ?? 0);
    expect(recorded).toEqual({ requestedBytes: 2048 * 10 });
    expectWithinOnePercent(retainedBytes, 2048 * 64 * KiB);
  });

  test.each(['allocUnsafe', 'shared'])('a queue of the whole volume, of chunks by %s', async (allocation) => {
    const parameters = { volume: 16 * MiB, chunkSize: 16 * KiB, highWaterMark: 64 * KiB, allocation };
    const { peakBufferedBytes, counters } = resultOf(
      await runToItsEnd('tidemark:ignore-drain', { parameters }),
    );
    expect(peakBufferedBytes).toBe(16 * MiB);
    // Four chunks fill the queue to its highWaterMark: the fourth write() is the first to return false.
    expect(counters?.sink?.writesAfterFalse).toBe((16 * MiB) / (16 * KiB) - 4);
  });

  test('a queue of one highWaterMark, and of twice as much if that is twice as large', async () => {
    const peakAt = async (highWaterMark: number): Promise<number> => {
      const parameters = { volume: 16 * MiB, chunkSize: 16 * KiB, highWaterMark };
      const result = resultOf(await runToItsEnd('tidemark:await-drain', { parameters }));
      return result.peakBufferedBytes ?? 0;
    };
    expect(await peakAt(64 * KiB)).toBe(64 * KiB);
    expect(await peakAt(128 * KiB)).toBe(2 * 64 * KiB);
  });
});

const resultOf = (report: FixtureReport) =>
  buildRunResult({ kind: 'measure', index: 0, parameters: {}, flags: [] }, report.plan, report);

function expectWithinOnePercent(value: number, truth: number): void {
  expect(value).toBeGreaterThanOrEqual(0.99 * truth);
  expect(value).toBeLessThanOrEqual(1.01 * truth);
}
