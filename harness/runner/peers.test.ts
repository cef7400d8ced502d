import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { allGone, findMarked } from '../test/fixtures/support/run-fixture.ts';
import { makeChildEnvironment } from './child-environment.ts';
import { killStrays } from './kill-strays.ts';
import { Peers } from './peers.ts';

const mark = randomBytes(8).toString('hex');
const environment = makeChildEnvironment(process.env, [], mark);
const NEVER_MS = 50 * 1000;

afterEach(async () => {
  killStrays([], mark);
  await allGone(mark);
});

test('a TypeScript peer is compiled, started and waited for until it says its port', async () => {
  const reply = await openPeers().start(urlOf('peers/answers'), {});
  expect(reply).toEqual({ type: 'peer', port: expect.any(Number) });
  const socket = connect(reply.type === 'peer' ? reply.port : 0, '127.0.0.1').end('tidemark');
  expect(await text(socket)).toBe('tidemark');
});

test('a peer that ends before it is ready is refused, with what it printed', async () => {
  const reply = await openPeers().start(urlOf('peers/exits-early'), {});
  expect(reply).toMatchObject({
    type: 'refused',
    message: expect.stringMatching(/^it ended with 1 .*the port is taken/),
  });
});

test('a peer that never says that it is ready is refused, with what it printed', async () => {
  const peers = openPeers(2000);
  const reply = await peers.start(urlOf('peers/says-nothing'), {});
  expect(reply).toEqual({ type: 'refused', message: 'it was not ready after 2 s: waiting for a lock' });
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
  expect(reply).toMatchObject({ type: 'refused', message: expect.stringContaining('Cannot find module') });
});

test('a peer on a Node that cannot be started is refused', async () => {
  const reply = await new Peers('/nowhere/node', environment).start(urlOf('peers/answers'), {});
  expect(reply).toMatchObject({ type: 'refused', message: expect.stringContaining('/nowhere/node') });
});

test('a peer that prints more than anybody reads is not held up by it', async () => {
  const reply = await openPeers().start(urlOf('peers/says-a-lot'), {});
  expect(reply).toMatchObject({
    type: 'refused',
    message: expect.stringMatching(/^it ended with 3 .*line 1000/),
  });
});

test('once they are closed, no peer is started any more', async () => {
  const peers = openPeers();
  const starting = peers.start(urlOf('peers/answers'), {});
  expect(peers.close()).toEqual([]);
  expect(await starting).toEqual({ type: 'refused', message: 'the run is over' });
  expect(findMarked(mark)).toEqual([]);
});

const openPeers = (readyLimitMs = NEVER_MS): Peers => new Peers(process.execPath, environment, readyLimitMs);

const urlOf = (name: string): string => new URL(`../test/fixtures/${name}.ts`, import.meta.url).href;
