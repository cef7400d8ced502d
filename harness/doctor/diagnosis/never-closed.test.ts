import { describe, expect, test } from 'vitest';
import { makeFlood, makeThread } from '../../test/doctor-builders.ts';
import type { OpenedSnapshot } from '../snapshot.ts';
import { diagnose } from './diagnose.ts';
import { findNeverClosed, judgeOpen } from './never-closed.ts';

/** Evenly from the first millisecond to the last. */
const evenly = (count: number, fromMs: number, toMs: number): number[] =>
  Array.from({ length: count }, (_, index) => fromMs + (index * (toMs - fromMs)) / (count - 1));

/** Forty sockets of forty, created one after the other for two seconds, and alive. */
const makeOpened = (parts: Partial<OpenedSnapshot> = {}): OpenedSnapshot => ({
  streamClass: 'Socket',
  created: [{ file: '/app/ask.js', line: 3, column: 18 }],
  holds: 'connection',
  streams: 40,
  open: 40,
  lost: 0,
  createdAtMs: evenly(40, 100, 2100),
  atMs: 2100,
  ...parts,
});

describe('connections that a server has accepted', () => {
  const stuck = (parts: Partial<OpenedSnapshot>) =>
    judgeOpen(makeOpened({ stuck: 'ended by its peer', unused: 40, ...parts }));

  test('and does not end, although the other side has, are an alarm', () => {
    expect(stuck({})).toBe('alarm');
    expect(stuck({ unused: 19 })).toBeUndefined();
  });

  test('and does not answer are a note, and after two minutes an alarm', () => {
    const unanswered = (atMs: number) => stuck({ stuck: 'not answered', atMs });
    // Half of 40 came until 1,100 ms.
    expect([2100, 121_000, 121_100].map(unanswered)).toEqual(['note', 'note', 'alarm']);
  });

  test('and does not go on to answer are a note, as more may come at any time', () => {
    expect(stuck({ stuck: 'not ended', atMs: 1_000_000 })).toBe('note');
    expect(stuck({ stuck: 'not ended', unused: 19 })).toBeUndefined();
  });

  test('are named by the line that listens', () => {
    const [found] = findNeverClosed(
      makeThread({ opened: [makeOpened({ stuck: 'not answered', unused: 40 })] }),
    );
    expect(found).toMatchObject({ method: 'listen', missing: expect.stringContaining('40 requests') });
  });
});

describe('streams of one line', () => {
  test('that become ever more are an alarm', () => {
    expect(judgeOpen(makeOpened())).toBe('alarm');
  });

  test('that are few are not worth a word', () => {
    expect(judgeOpen(makeOpened({ open: 19, createdAtMs: evenly(19, 100, 2100) }))).toBeUndefined();
    expect(judgeOpen(makeOpened({ open: 0, createdAtMs: [] }))).toBeUndefined();
  });

  test('that were all created at the beginning are a pool: a note', () => {
    expect(judgeOpen(makeOpened({ createdAtMs: evenly(40, 100, 200) }))).toBe('note');
    // 6 of 40 are replaced later: 34 of 40 are 85 %.
    expect(judgeOpen(makeOpened({ createdAtMs: [...evenly(35, 100, 200), ...evenly(5, 1900, 2000)] }))).toBe(
      'note',
    );
  });

  test('that came one after the other, and are not used any more, are an alarm', () => {
    const early = { createdAtMs: evenly(40, 100, 300), unused: 30 };
    expect(judgeOpen(makeOpened(early))).toBe('alarm');
    expect(judgeOpen(makeOpened({ ...early, unused: 20 }))).toBe('note');
    expect(judgeOpen(makeOpened({ ...early, createdAtMs: evenly(40, 100, 199) }))).toBe('note');
  });

  test('that an agent keeps, and uses, are a pool', () => {
    expect(judgeOpen(makeOpened({ inPool: 30, unused: 10 }))).toBe('note');
    // An agent for each request.
    expect(judgeOpen(makeOpened({ inPool: 30, unused: 30 }))).toBe('alarm');
    expect(judgeOpen(makeOpened({ inPool: 30, unused: 30, createdAtMs: evenly(40, 100, 300) }))).toBe('note');
  });

  test('that fetch() keeps are its own matter, and those whose bodies nobody reads are an alarm', () => {
    expect(judgeOpen(makeOpened({ isOfFetch: true, inPool: 21, unused: 40 }))).toBeUndefined();
    expect(judgeOpen(makeOpened({ isOfFetch: true, inPool: 20, unused: 40 }))).toBe('alarm');
    const [found] = findNeverClosed(makeThread({ opened: [makeOpened({ isOfFetch: true })] }));
    expect(found).toMatchObject({ method: 'fetch', missing: expect.stringContaining('neither read nor') });
  });

  test('that are used again, most of them, are a pool: of connections', () => {
    expect(judgeOpen(makeOpened({ reused: 21, unused: 10 }))).toBe('note');
    expect(judgeOpen(makeOpened({ reused: 20, unused: 10 }))).toBe('alarm');
    expect(judgeOpen(makeOpened({ reused: 21, unused: 11 }))).toBe('alarm');
    expect(judgeOpen(makeOpened({ reused: 21, unused: 10, holds: 'file descriptor' }))).toBe('alarm');
  });

  test('that were created at once just before the end are a batch', () => {
    expect(judgeOpen(makeOpened({ createdAtMs: evenly(40, 100, 105), atMs: 110 }))).toBe('note');
  });

  test('that were created at the beginning, while most others are closed again, are those in use', () => {
    expect(judgeOpen(makeOpened({ streams: 81, createdAtMs: evenly(40, 100, 200) }))).toBeUndefined();
  });

  test('that nobody can close any more are an alarm, whenever they were created', () => {
    const lost = { open: 0, lost: 20, createdAtMs: evenly(20, 100, 101), atMs: 102 };
    expect(judgeOpen(makeOpened({ ...lost, holds: 'file descriptor' }))).toBe('alarm');
    expect(judgeOpen(makeOpened({ ...lost, lost: 19 }))).toBeUndefined();
  });
});

test('a finding names the line that created them, how many, and what they hold', () => {
  const opened = makeOpened({
    streamClass: 'ReadStream',
    created: [
      { file: '/app/node_modules/magic/index.js', line: 8, column: 5 },
      { file: '/app/scan.js', line: 12, column: 9, functionName: 'scan' },
    ],
    holds: 'file descriptor',
    ...{ streams: 200, open: 10, lost: 30 },
  });
  const site = { file: '/app/scan.js', line: 12, column: 9, function: 'scan' };
  expect(findNeverClosed(makeThread({ opened: [opened] }))).toMatchObject([
    {
      ...{ kind: 'never-closed', level: 'alarm', site, created: site, through: ['magic'] },
      ...{ streamClass: 'ReadStream', streams: 40, process: { pid: 7, thread: 0 } },
      missing:
        'destroy() or end() was never called: at least 40 of 200 still have their file descriptor; 30 of them were collected, and nobody can close them any more',
    },
  ]);
});

test('streams that cannot end because a line floods them are that finding only', () => {
  const created = [{ file: '/app/src/export.js', line: 30, column: 15 }];
  const thread = makeThread({ sites: [makeFlood({ created })], opened: [makeOpened({ created })] });
  expect(diagnose([thread]).map(({ kind }) => kind)).toEqual(['ignored-backpressure']);
  const elsewhere = { ...thread, opened: [makeOpened()] };
  expect(
    diagnose([elsewhere])
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['ignored-backpressure', 'never-closed']);
});
