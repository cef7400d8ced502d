import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { killStrays } from '../processes/kill-strays.ts';
import { makeRunId } from '../processes/run-id.ts';
import { allGone, findProcessesOf } from '../test/fixtures/support/run-fixture.ts';
import { makeChildEnvironment } from './child-environment.ts';
import { Peers } from './peers.ts';

const runId = makeRunId();
const environment = makeChildEnvironment(process.env, [], runId);
const NEVER_MS = 50 * 1000;

afterEach(async () => {
  killStrays([], runId);
  await allGone(runId);
});

test('a TypeScript peer is compiled, started and waited for until it reports its port', async () => {
  const reply = await openPeers().start(urlOf('peers/answers'), {});
  expect(reply).toEqual({ type: 'peer', port: expect.any(Number) });
  const socket = connect(reply.type === 'peer' ? reply.port : 0, '127.0.0.1').end('tidemark');
  expect(await text(socket)).toBe('tidemark');
});

test('a peer that crashes before it calls sayReady() is refused, with its error and the line of its source', async () => {
  const peers = openPeers();
  const reply = await peers.start(urlOf('peers/exits-early'), {});
  expect(reply).toEqual({
    type: 'refused',
    message: 'it ended with 1 before it called sayReady(): Error: the port is taken',
  });
  const lines = peers.stderrLines;
  expect(lines.some((line) => line.includes('throw new Error'))).toBe(true);
  expect(lines.some((line) => /exits-early\.ts:2:7/.test(line))).toBe(true);
});

test('a peer that exits before it calls sayReady() is refused, even if it exits with 0', async () => {
  const reply = await openPeers().start(urlOf('peers/exits-with-zero'), {});
  expect(reply).toEqual({ type: 'refused', message: 'it ended with 0 before it called sayReady()' });
});

test('a peer that never calls sayReady() is reported as such, with its output', async () => {
  const peers = openPeers(2000);
  const reply = await peers.start(urlOf('peers/says-nothing'), {});
  expect(reply).toEqual({
    type: 'refused',
    message: 'it did not call sayReady() within 2 s; a peer calls it when it listens',
  });
  expect(peers.stderrLines).toEqual(['waiting for a lock']);
});

test('a peer that does not compile is refused, with the place', async () => {
  const reply = await openPeers().start(urlOf('broken/does-not-compile'), {});
  expect(reply).toMatchObject({
    type: 'refused',
    message: expect.stringContaining('does-not-compile.ts:3:11'),
  });
});

test('a peer that does not exist is refused', async () => {
  const reply = await openPeers().start(urlOf('peers/is-missing'), {});
  expect(reply).toMatchObject({
    type: 'refused',
    message: expect.stringMatching(/^there is no file .*is-missing\.ts$/),
  });
});

test('a peer on a Node that cannot be started is refused', async () => {
  const reply = await new Peers({ execPath: '/nowhere/node', env: environment }).start(
    urlOf('peers/answers'),
    {},
  );
  expect(reply).toMatchObject({ type: 'refused', message: expect.stringContaining('/nowhere/node') });
});

test('a peer that prints more than is read is not blocked', async () => {
  const peers = openPeers();
  const reply = await peers.start(urlOf('peers/says-a-lot'), {});
  expect(reply).toMatchObject({ type: 'refused', message: expect.stringMatching(/^it ended with 3 before/) });
  expect(peers.stderrLines.at(-1)).toMatch(/^line 1000: /);
});

test('the output of a peer is passed on, even after it has called sayReady()', async () => {
  const chunks: Buffer[] = [];
  const peers = new Peers({
    execPath: process.execPath,
    env: environment,
    onOutput: (chunk) => chunks.push(chunk),
  });
  const reply = await peers.start(urlOf('peers/answers'), {});
  const socket = connect(reply.type === 'peer' ? reply.port : 0, '127.0.0.1').end('tidemark');
  expect(await text(socket)).toBe('tidemark');
  killStrays(peers.close(), runId);
  await peers.outputEnded();
  expect(Buffer.concat(chunks).toString()).toBe('somebody called\n');
});

test('once they are closed, no peer is started any more', async () => {
  const peers = openPeers();
  const starting = peers.start(urlOf('peers/answers'), {});
  expect(peers.close()).toEqual([]);
  expect(await starting).toEqual({ type: 'refused', message: 'the run is over' });
  expect(findProcessesOf(runId)).toEqual([]);
});

const openPeers = (readyLimitMs = NEVER_MS): Peers =>
  new Peers({ execPath: process.execPath, env: environment, readyLimitMs });

const urlOf = (name: string): string => new URL(`../test/fixtures/${name}.ts`, import.meta.url).href;
