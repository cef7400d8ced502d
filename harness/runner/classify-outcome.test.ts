import { describe, expect, test } from 'vitest';
import { classifyOutcome, type Ending } from './classify-outcome.ts';

const DONE: Ending = {
  exitCode: 0,
  signal: null,
  phase: 'finish',
  isFinal: true,
  stderrLines: [],
  peerStderrLines: [],
  isKernelOutOfMemory: false,
};
const BROKEN: Ending = { ...DONE, exitCode: 1, phase: 'run', isFinal: false };
const KILLED: Ending = { ...BROKEN, exitCode: null, signal: 'SIGKILL' };
const ABORTED: Ending = { ...BROKEN, exitCode: null, signal: 'SIGABRT' };
const HEAP_LINE =
  'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory';

describe('a run is completed', () => {
  test('when its child exited by itself, with 0, after its final record', () => {
    expect(classifyOutcome(DONE)).toEqual({ state: 'completed' });
  });

  test('even if it printed that a heap ran out of memory', () => {
    expect(classifyOutcome({ ...DONE, stderrLines: [HEAP_LINE] })).toEqual({ state: 'completed' });
  });

  test('even if it failed before, and handled that itself', () => {
    expect(classifyOutcome({ ...DONE, failure: { name: 'Error', message: 'no' } })).toEqual({
      state: 'completed',
    });
  });
});

describe('the action of the parent decides', () => {
  const termination = {
    timeout: { reason: 'timeout', afterMs: 500 },
    limit: { reason: 'limit', limitBytes: 100, rssBytes: 101 },
    abort: { reason: 'abort' },
  } as const;

  test('at its deadline', () => {
    expect(classifyOutcome({ ...KILLED, termination: termination.timeout })).toEqual({
      state: 'timed-out',
      afterMs: 500,
      phase: 'run',
    });
  });

  test('beyond the memory limit', () => {
    expect(classifyOutcome({ ...KILLED, termination: termination.limit })).toEqual({
      state: 'over-limit',
      limitBytes: 100,
      rssBytes: 101,
      phase: 'run',
    });
  });

  test('when the user interrupts', () => {
    expect(classifyOutcome({ ...KILLED, termination: termination.abort })).toEqual({
      state: 'aborted',
      phase: 'run',
    });
  });

  test('even if the child then exits with 0, or runs out of memory', () => {
    expect(classifyOutcome({ ...DONE, termination: termination.timeout }).state).toBe('timed-out');
    const ending = { ...ABORTED, stderrLines: [HEAP_LINE], termination: termination.abort };
    expect(classifyOutcome(ending).state).toBe('aborted');
  });
});

describe('a heap that ran out of memory', () => {
  test.each([
    ['SIGABRT', ABORTED],
    ['exit code 134', { ...BROKEN, exitCode: 134 }],
    ['exit code 139', { ...BROKEN, exitCode: 139 }],
  ])('is recognised by the output of V8, with %s', (_, ending) => {
    expect(classifyOutcome({ ...ending, stderrLines: [HEAP_LINE], lastRssBytes: 7 })).toEqual({
      state: 'out-of-memory',
      lastRssBytes: 7,
      phase: 'run',
    });
  });

  test('is recognised, however much is printed after it', () => {
    const stackLines = Array.from({ length: 200 }, (_, index) => ` ${index}: 0xb090e0 [node]`);
    const ending = { ...ABORTED, stderrLines: [HEAP_LINE, ...stackLines] };
    expect(classifyOutcome(ending)).toEqual({ state: 'out-of-memory', phase: 'run' });
  });

  test('is not recognised if the process could still report its end', () => {
    const stderrLines = [HEAP_LINE];
    const failure = { name: 'Error', message: `a child of mine: ${HEAP_LINE}` };
    expect(classifyOutcome({ ...BROKEN, stderrLines, failure }).state).toBe('crashed');
    expect(classifyOutcome({ ...BROKEN, stderrLines, exitedWith: 1 }).state).toBe('crashed');
  });
});

test('the stderr of a peer does not make an outcome, and stands above that of the child where it crashed', () => {
  const ending = { ...KILLED, peerStderrLines: [HEAP_LINE], stderrLines: ['Error: no'] };
  expect(classifyOutcome(ending)).toMatchObject({
    state: 'crashed',
    reason: 'the process was killed by SIGKILL',
    stderrLines: [HEAP_LINE, 'Error: no'],
  });
});

describe('the reason of a crash is', () => {
  test.each<[string, Partial<Ending>, string]>([
    [
      'that it could not be started',
      { spawnError: 'spawn E2BIG' },
      'the process could not be started: spawn E2BIG',
    ],
    ['what it threw', { failure: { name: 'TypeError', message: 'no' } }, 'TypeError: no'],
    [
      'what it threw, even if it had to be killed',
      { ...KILLED, failure: { name: 'Error', message: 'no' } },
      'Error: no',
    ],
    ['its own exit', { exitCode: 7, exitedWith: 7 }, 'process.exit(7) was called before run() had finished'],
    [
      'another exit than it said, as of a rejection in Bun',
      { exitCode: 1, exitedWith: 0 },
      'the process exited with code 1 before run() had finished',
    ],
    [
      'its own exit, even with 0',
      { exitCode: 0, exitedWith: 0 },
      'process.exit(0) was called before run() had finished',
    ],
    [
      'its own exit, even if it had to be killed',
      { ...KILLED, exitedWith: 7 },
      'process.exit(7) was called before run() had finished',
    ],
    ['a signal', ABORTED, 'the process was killed by SIGABRT'],
    [
      'a signal of the kernel',
      { ...KILLED, isKernelOutOfMemory: true },
      'the kernel killed the process because memory ran out',
    ],
    [
      'a signal, if the kernel killed another process',
      { ...ABORTED, isKernelOutOfMemory: true },
      'the process was killed by SIGABRT',
    ],
    [
      'that it did not exit',
      { ...KILLED, isFinal: true },
      'the run was finished, but the process did not exit',
    ],
    [
      'its exit code after it was done',
      { exitCode: 3, isFinal: true },
      'the run was finished, but the process exited with code 3',
    ],
    ['missing records', { exitCode: 0 }, 'the process exited with code 0, but its report is not complete'],
    [
      'its exit code, if nothing else is known',
      { exitCode: 127 },
      'the process exited with code 127 before run() had finished',
    ],
  ])('%s', (_, ending, reason) => {
    expect(classifyOutcome({ ...BROKEN, ...ending })).toMatchObject({ state: 'crashed', reason });
  });

  test.each([
    ['load', 'its import never finished'],
    ['setup', 'setup() never finished'],
    ['run', 'run() never finished'],
    ['retain', 'run() never finished'],
    ['teardown', 'teardown() never finished'],
  ] as const)('a promise that nothing can settle: in the phase %s, that %s', (phase, says) => {
    const outcome = classifyOutcome({ ...BROKEN, exitCode: 13, exitedWith: 13, phase });
    expect(outcome).toMatchObject({ state: 'crashed', exitCode: 13, phase });
    expect(outcome.state === 'crashed' && outcome.reason).toMatch(says);
  });
});

describe('of the output of a crashed child', () => {
  test('the last 20 lines are reported', () => {
    const stderrLines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    expect(classifyOutcome({ ...BROKEN, stderrLines })).toMatchObject({ stderrLines: stderrLines.slice(10) });
  });

  test('the line of Node about the sampler is left out', () => {
    const stderrLines = ['Error: no', 'Waiting for the debugger to disconnect...'];
    expect(classifyOutcome({ ...BROKEN, stderrLines })).toMatchObject({ stderrLines: ['Error: no'] });
  });
});
