import { describe, expect, test } from 'vitest';
import { MiB } from '../../test/builders.ts';
import { makeFlood, makeReading, makeRetained, makeThread } from '../../test/doctor-builders.ts';
import type { ThreadSnapshot } from '../snapshot.ts';
import { exitCodeOf, explainExit } from './explain-exit.ts';
import { type Examined, makeDoctorReport } from './make-report.ts';

const examine = (threads: readonly ThreadSnapshot[], parts: Partial<Examined> = {}) =>
  makeDoctorReport({
    ...{ command: ['node', 'app.js'], exit: { code: 0, signal: null }, threads, unreadable: [], nodes: [] },
    ...{ peakRssBytes: 0, rules: [], hasEnded: true },
    ...parts,
  });

const flooded = (arrayBuffersBytes: number, parts: Partial<ThreadSnapshot> = {}): ThreadSnapshot =>
  makeThread({
    memory: { now: makeReading(), peak: makeReading({ arrayBuffersBytes, bufferedBytes: 32 * MiB }) },
    sites: [makeFlood()],
    ...parts,
  });

describe('memory that is explained', () => {
  test('is what the findings buffer, not all that is buffered', () => {
    // 32 MiB of the flood, of 80 MiB.
    const { memory, findings } = examine([flooded(80 * MiB)]);
    expect(findings).toHaveLength(1);
    expect(memory).toMatchObject({ peakLiveArrayBuffersBytes: 80 * MiB, explainedBytes: 32 * MiB });
  });

  test('is never more than there was: strings are buffered as well', () => {
    expect(examine([flooded(8 * MiB)]).memory.explainedBytes).toBe(8 * MiB);
  });

  test('is never more than was buffered when memory was at its peak', () => {
    const peak = makeReading({ arrayBuffersBytes: 80 * MiB, bufferedBytes: 4 * MiB });
    const thread = flooded(0, { memory: { now: peak, peak } });
    expect(examine([thread]).memory.explainedBytes).toBe(4 * MiB);
  });

  test('is added up over threads, each with its own findings', () => {
    const { memory } = examine([flooded(80 * MiB), flooded(8 * MiB, { thread: 1 })]);
    expect(memory).toMatchObject({ peakLiveArrayBuffersBytes: 88 * MiB, explainedBytes: 40 * MiB });
  });

  test('includes what has arrived in the stdio of another thread', () => {
    const peak = makeReading({ arrayBuffersBytes: 40 * MiB, bufferedBytes: 32 * MiB });
    const arrived = { ...makeFlood(), streamClass: 'ReadableWorkerStdio', frames: [] };
    const reader = makeThread({ memory: { now: peak, peak }, sites: [arrived] });
    const writer = (streamClass: string): ThreadSnapshot =>
      makeThread({ thread: 1, sites: [{ ...makeFlood(), streamClass }] });
    expect(examine([reader, writer('WritableWorkerStdio')]).memory.explainedBytes).toBe(32 * MiB);
    expect(examine([reader, writer('WriteStream')]).memory.explainedBytes).toBe(0);
  });

  test('includes what slices in a queue keep besides, and what was retained until the end', () => {
    const peak = makeReading({ arrayBuffersBytes: 80 * MiB, bufferedBytes: 32 * MiB });
    const ended = makeReading({ atMs: 200, isCollected: true });
    const retained = makeRetained({ bytes: 60 * MiB });
    const [slices, released] = [
      {
        ...flooded(0, { memory: { now: peak, peak } }),
        retained: [{ ...retained, frames: makeFlood().frames }],
      },
      makeThread({
        memory: { now: ended, peak: ended, overTime: [peak, ended] },
        retained: [{ ...retained, released: { endMs: 100, lastMs: 100 } }],
      }),
    ].map((thread) => examine([thread]));
    // Of 60 MiB, 48 of 80 are outside of queues.
    expect(slices).toMatchObject({
      findings: [
        { kind: 'ignored-backpressure', retained: { bytes: 48 * MiB, pinned: { viewBytes: 1024 } } },
      ],
      memory: { explainedBytes: 80 * MiB },
    });
    expect(released).toMatchObject({
      findings: [{ kind: 'retained-buffers', level: 'note' }],
      memory: {
        ...{ peakArrayBuffersBytes: 80 * MiB, arrayBuffersAtEndBytes: 80 * MiB },
        ...{ peakLiveArrayBuffersBytes: 60 * MiB, explainedBytes: 60 * MiB },
      },
    });
  });

  test('is of no less than lived: a table that was let go at the end, and files that are in no ArrayBuffer', () => {
    const [before, ended] = [
      makeReading({ arrayBuffersBytes: 70 * MiB }),
      makeReading({ isCollected: true }),
    ];
    const memory = { now: ended, peak: ended, overTime: [before, ended] };
    // Allocated in the first tenth of the time: no finding.
    const table = makeRetained({ bytes: 60 * MiB, released: { endMs: 1000, lastMs: 100 } });
    expect(examine([makeThread({ memory, retained: [table] })])).toMatchObject({
      findings: [],
      memory: { peakLiveArrayBuffersBytes: 60 * MiB, explainedBytes: 0 },
    });
    const read = makeReading({ externalBytes: 50 * MiB });
    const files = makeThread({ memory: { now: read, peak: read }, retained: [makeRetained()] });
    expect(examine([files]).memory).toMatchObject({
      ...{ peakArrayBuffersBytes: 48 * MiB, peakLiveArrayBuffersBytes: 48 * MiB, explainedBytes: 48 * MiB },
    });
  });

  test('includes what is ignored as known', () => {
    const { memory, findings, ignored } = examine([flooded(80 * MiB)], {
      rules: [{ site: { file: '/app/src/export.js', line: 42 } }],
    });
    expect({ findings, ignored }).toEqual({ findings: [], ignored: 1 });
    expect(memory.explainedBytes).toBe(32 * MiB);
  });
});

test('the peak of RSS is the highest that was seen, from inside or outside', () => {
  expect(examine([makeThread()], { peakRssBytes: 70 * MiB }).memory.peakRssBytes).toBe(70 * MiB);
  expect(examine([makeThread()], { peakRssBytes: 10 * MiB }).memory.peakRssBytes).toBe(50 * MiB);
});

describe('what is not covered', () => {
  const node = { pid: 9, isNode: true, hasPreload: true, argv: ['node', 'b.js'] };

  test('nothing, if every process has written to its end', () => {
    expect(examine([makeThread(), makeThread({ pid: 9 })], { nodes: [node] }).notCovered).toEqual([]);
  });

  test('a process that has written nothing, and why', () => {
    const unseen = { nodes: [node, { ...node, pid: 10, hasPreload: false }] };
    expect(examine([makeThread()], unseen).notCovered).toEqual([
      'process 9 (node b.js): it could not write what it saw, as with --permission',
      'process 10 (node b.js): a program that started it has replaced NODE_OPTIONS',
    ]);
  });

  test('a program without Node.js', () => {
    expect(examine([]).notCovered).toEqual([
      'no Node.js process was seen; programs of other runtimes are not covered',
    ]);
  });

  test('what a thread could not count, and what could not be read', () => {
    const reasons = examine([makeThread({ thread: 2, notCovered: ['it was late'] })], {
      unreadable: [{ pid: 8, thread: 0 }],
    }).notCovered;
    expect(reasons).toEqual([
      'process 8: what it wrote could not be read',
      'process 7, worker thread 2: it was late',
    ]);
  });

  test('what a flooding process did between its last snapshot and its end, once it has ended', () => {
    const killed = flooded(80 * MiB, { isFinal: false });
    expect(examine([killed]).notCovered).toEqual([
      'process 7: it was ended from outside, or still runs; its figures are those of 1000 ms after its start',
    ]);
    expect(examine([killed], { hasEnded: false }).notCovered).toEqual([]);
  });
});

describe('the exit', () => {
  test.each([
    [{ code: 0, signal: null }, 0, undefined, 0],
    [{ code: 3, signal: null }, 0, undefined, 3],
    [{ code: null, signal: 'SIGTERM' }, 0, 'ended by SIGTERM', 143],
    [{ code: null, signal: 'SIGKILL' }, 0, 'killed by SIGKILL', 137],
    [{ code: null, signal: 'SIGKILL' }, 1, 'killed by the kernel, out of memory', 137],
    [{ code: 137, signal: null }, 1, 'killed by the kernel, out of memory', 137],
    [{ code: null, signal: 'SIGABRT' }, 0, 'aborted, as Node.js does when it runs out of memory', 134],
    [{ code: 134, signal: null }, 0, 'aborted, as Node.js does when it runs out of memory', 134],
  ] as const)(
    '%j after %d kills of the kernel: %j, and tidemark exits with %d',
    (end, kills, reason, code) => {
      const exit = explainExit(end, kills);
      expect(exit.reason).toBe(reason);
      expect(exitCodeOf(exit)).toBe(code);
    },
  );
});
