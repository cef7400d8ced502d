/**
 * Every scenario that is called right, each time with another failure: its source, its sink, its peer or its signal, at
 * the start, in the middle and at the end. `TIDEMARK_FAILURES_NODE=/path/to/node` does it on another version of Node, and
 * in full: over a network, each run starts other processes, so that some are left out here.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findBuiltIn, listNames } from '../catalogue/built-in.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import { packageRoot } from '../package-root.ts';
import { KiB, MiB } from '../scenario.ts';
import { ITER_NODE, WITH_ITER_NODE } from './find-iter-node.ts';

const OTHER_NODE = process.env.TIDEMARK_FAILURES_NODE;
const PROGRAM = join(packageRoot, 'harness/test/fixtures-failures/fail-scenario.mjs');
const HANG_MS = 5 * 60 * 1000;

/** Less than by default, but enough that every queue is full, over a network that of the kernel, too. */
const SMALL: Readonly<Record<string, number>> = {
  volume: 1 * MiB,
  bodySize: 256 * KiB,
  characters: 100_000,
  writes: 1000,
  messages: 64,
  expansion: 8,
  clients: 3,
};
const NETWORK_VOLUME = 8 * MiB;

/** Their clients leave anyway, or are dropped, so they carry on with the others. They close both sides all the same. */
const EXPECT_FAILURES = new Set(['broadcast-drop-slow', 'client-abort-pipeline', 'http-await-close']);
/** The end of a TCP connection does not tell whether its sender was done. */
const READS_TO_THE_END = new Set(['tcp-to-database']);
/** fetch() has the error as a cause only, and the other side of an HTTP exchange sees a connection that closed. */
const HIDES_ERRORS = new Set(['fetch-upload-pull', 'http-await-drain', 'http-echo-pipe', 'http-proxy-pipe']);

interface Attempt {
  readonly fault: string;
  readonly ended: 'rejected' | 'resolved' | 'never';
  readonly message?: string;
  /** Whether the moment of the fault came. */
  readonly struck: boolean;
  /** Whether the stream had already done its work then. */
  readonly wasDone: boolean;
  readonly open: readonly string[];
  readonly unhandled: readonly string[];
}

const RIGHT = (await loadScenarios(listNames())).filter(({ tags }) => tags.includes('right'));

/** Those of node:stream/iter. */
const needsFlags = (needs: (typeof RIGHT)[number]['needs']): boolean => needs?.nodeFlags !== undefined;

test('there are right halves', () => {
  expect(RIGHT.length).toBeGreaterThan(25);
});

/** How many failures each scenario was put to; those without a stream to break have none. */
const counts: number[] = [];

describe('rejects, closes both sides and leaves nothing open, whatever fails', () => {
  const isMissing = ({ needs }: (typeof RIGHT)[number]): boolean =>
    needsFlags(needs) && ITER_NODE === undefined;
  const names = (scenarios: typeof RIGHT): string[] => scenarios.map(({ name }) => name);
  test.skip.each(names(RIGHT.filter(isMissing)))(`%s ${WITH_ITER_NODE}`, () => undefined);

  test.concurrent.each(names(RIGHT.filter((scenario) => !isMissing(scenario))))('%s', async (name) => {
    const attempts = await failEverything(name);
    expect(attempts.flatMap((attempt) => describeProblems(name, attempt))).toEqual([]);
    if (attempts.length > 1) counts.push(attempts.length - 1);
  });
});

test('that is more than ten failures a scenario that has streams', () => {
  const failures = counts.reduce((sum, count) => sum + count, 0);
  expect(failures).toBeGreaterThan(10 * counts.length);
  expect(counts.length).toBeGreaterThan(25);
});

async function failEverything(name: string): Promise<Attempt[]> {
  const url = findBuiltIn().get(name) ?? '';
  const { parameters = {}, needs } = RIGHT.find((scenario) => scenario.name === name) ?? {};
  const small = /\/(network|protocol)\//.test(url) ? { ...SMALL, volume: NETWORK_VOLUME } : SMALL;
  const values = Object.entries(parameters).map(([parameter, { values }]) => [
    parameter,
    small[parameter] ?? values[0],
  ]);
  // The process must exit by itself: what a run leaves open keeps it alive.
  const { stdout } = await promisify(execFile)(
    (needsFlags(needs) ? ITER_NODE : OTHER_NODE) ?? process.execPath,
    [
      '--no-warnings',
      ...(needs?.nodeFlags ?? []),
      PROGRAM,
      url,
      JSON.stringify(Object.fromEntries(values)),
      OTHER_NODE === undefined ? 'short' : 'all',
    ],
    { timeout: HANG_MS, maxBuffer: 16 * MiB },
  );
  return JSON.parse(stdout) as Attempt[];
}

function describeProblems(name: string, attempt: Attempt): string[] {
  const { fault, ended, message, struck, open, unhandled } = attempt;
  const isSound = fault === 'nothing fails';
  return [
    ...(ended === 'never' ? [`the run never ends (${message})`] : []),
    ...(isSound && ended === 'rejected' ? [`the run fails (${message})`] : []),
    ...(!isSound && ended === 'resolved' && mustReject(name, attempt) ? ['the run does not reject'] : []),
    ...(hidesError(name, attempt) ? [`the run rejects with another error (${message})`] : []),
    ...(!isSound && !struck && !EXPECT_FAILURES.has(name) ? ['its moment never comes'] : []),
    ...open.map((label) => `${label} stays open`),
    ...unhandled,
  ].map((problem) => `${fault}: ${problem}`);
}

function mustReject(name: string, { fault, struck, wasDone }: Attempt): boolean {
  if (!struck || wasDone || EXPECT_FAILURES.has(name)) return false;
  const isPeer = fault.startsWith('the peer');
  // What the kernel has accepted is written, as far as the scenario can tell.
  return !isPeer || (!fault.endsWith('end') && !READS_TO_THE_END.has(name));
}

/** Whoever awaits the run must see why the stream failed, not only that a wait was ended. */
function hidesError(name: string, { fault, ended, message }: Attempt): boolean {
  const [label, moment] = fault.split(' fails, ');
  if (moment === undefined || ended !== 'rejected' || HIDES_ERRORS.has(name)) return false;
  return !message?.includes(label === 'the generator' ? 'the source fails' : `${label} fails`);
}
