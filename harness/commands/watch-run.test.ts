import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { CaseResult } from '../result.ts';
import { makeCase, makeEnvironment, REQUEST } from '../test/builders.ts';
import { type WatchedRun, watchRun } from './watch-run.ts';

const INVOCATION = {
  ...{ id: 'one', startedAt: '2026-01-02T03:04:05.000Z', seed: 1, argv: [] },
  ...{ request: REQUEST, nodePaths: [] },
};

let folder = '';
let said: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-watch-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  said = [];
});

/** By default no time passes. */
async function watch(now = (): number => 0): Promise<{ watched: WatchedRun; address: string }> {
  const say = (text: string): void => void said.push(text);
  const of = { invocation: INVOCATION, folder: { path: folder } };
  const watched = await watchRun(of, makeEnvironment(), { say }, now);
  if (watched === undefined) throw new Error(said.join());
  return { watched, address: said[0]?.replace('watch the run at ', '') ?? '' };
}

/** Without a connection that stays open. */
const read = async (address: string): Promise<string> =>
  (await fetch(address, { headers: { connection: 'close' } })).text();

async function finish(watched: WatchedRun, address: string): Promise<void> {
  writeFileSync(join(folder, 'report.html'), 'the last page');
  const finished = watched.finish(join(folder, 'report.html'));
  expect(await read(address)).toBe('the last page');
  await finished;
}

test('the page is drawn after a run, and only once somebody looks', async () => {
  const { watched, address } = await watch();
  let drawn = 0;
  const listSoFar = (): CaseResult[] => {
    drawn += 1;
    return [makeCase({ scenario: 'is-under-way' })];
  };
  watched.onRun(listSoFar);
  expect(drawn).toBe(0);
  expect(await read(address)).toContain('Finished runs: 0.');
  watched.onRun(listSoFar);
  expect(drawn).toBe(1);
  const page = await read(address);
  expect(page).toContain('is-under-way');
  expect(page).toContain('Finished runs: 1.');
  await finish(watched, address);
});

test('a page that takes long to draw is drawn rarely: the run goes on for nine times as long', async () => {
  let nowMs = 0;
  const { watched, address } = await watch(() => nowMs);
  await read(address);
  const drawnAt: number[] = [];
  const listSoFar = (): CaseResult[] => {
    drawnAt.push(nowMs);
    nowMs += 2000;
    return [makeCase({})];
  };
  for (const atMs of [1000, 4000, 20_999, 21_000, 30_000, 41_000]) {
    nowMs = atMs;
    watched.onRun(listSoFar);
  }
  // Until 3,000 ms, and then until 23,000 ms.
  expect(drawnAt).toEqual([1000, 21_000, 41_000]);
  await finish(watched, address);
});

test('a page that cannot be drawn is said once, and the run goes on', async () => {
  const { watched, address } = await watch();
  await read(address);
  const fail = (): never => {
    throw new Error('it is broken');
  };
  watched.onRun(fail);
  watched.onRun(fail);
  expect(said.slice(1)).toEqual(['--watch: the page is not drawn any more: it is broken']);
  await finish(watched, address);
});
