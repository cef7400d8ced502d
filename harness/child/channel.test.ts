import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_RECORD_LENGTH, RECORDS_FD, REPLIES_FD, type RunRecord } from '../protocol.ts';

/** A child that sends a record, asks for something, and sends the reply that it got. */
const CHILD = `
  import { endWithParent } from './exit-with-parent.ts';
  import { openChannel } from './channel.ts';
  const [, , lifeline, length, what] = process.argv;
  if (lifeline === 'with a lifeline') endWithParent();
  const channel = openChannel();
  channel.send({ type: 'phase', phase: 'load', atMs: 1 });
  if (what === 'sends too much') {
    const name = 'x'.repeat(Number(length));
    const partial = { counters: { byLabel: {}, recorded: { [name]: 1 } }, checks: [] };
    try {
      channel.send({ type: 'final', figures: partial });
    } catch (error) {
      channel.send({ type: 'failure', phase: 'run', error: { name: error.name, message: error.message }, partial });
    }
    process.exit(0);
  }
  if (what === 'replaces toJSON') {
    for (const { prototype } of [Object, Array, String, Number]) prototype.toJSON = () => [5];
    JSON.stringify = () => 'replaced';
    channel.send({ type: 'start-peer', url: '5', settings: { toJSON: typeof Array.prototype.toJSON } });
    process.exit(0);
  }
  const answer = channel.ask({ type: 'start-peer', url: 'x'.repeat(Number(length)), settings: {} });
  channel.send({ type: 'failure', phase: 'run', error: { name: 'answer', message: JSON.stringify(answer) } });
  process.exit(0);
`;

const folder = mkdtempSync(join(tmpdir(), 'tidemark-channel-'));
const childFile = join(folder, 'child.mjs');

beforeAll(() => {
  const stdin = { contents: CHILD, resolveDir: import.meta.dirname };
  buildSync({ stdin, outfile: childFile, bundle: true, format: 'esm', platform: 'node' });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(['without a lifeline', 'with a lifeline'])('a child %s waits for the reply', async (lifeline) => {
  const { child, records, replies } = startChild(lifeline);
  const seen: RunRecord[] = [];
  for await (const line of records) {
    const record = JSON.parse(line) as RunRecord;
    seen.push(record);
    // The child has sent its question, and so waits for the reply, before this process begins to write.
    if (record.type === 'start-peer') replies.write('{"type":"peer",', () => replies.write('"port":8080}\n'));
  }
  expect(seen.map(({ seq, type }) => [seq, type])).toEqual([
    [0, 'phase'],
    [1, 'start-peer'],
    [2, 'failure'],
  ]);
  expect(answerIn(seen)).toEqual({ type: 'peer', port: 8080 });
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0);
});

test('records and replies can be longer than the capacity of a pipe', async () => {
  const { records, replies } = startChild('without a lifeline', 2 ** 19);
  const message = 'é'.repeat(2 ** 18);
  const seen: RunRecord[] = [];
  for await (const line of records) {
    const record = JSON.parse(line) as RunRecord;
    seen.push(record);
    if (record.type === 'start-peer') replies.write(`${JSON.stringify({ type: 'refused', message })}\n`);
  }
  expect(seen[1]).toMatchObject({ type: 'start-peer', url: 'x'.repeat(2 ** 19) });
  expect(answerIn(seen)).toEqual({ type: 'refused', message });
});

test('a record that would be too long is an error, or has the reason without the counters', async () => {
  const { records, replies } = startChild('without a lifeline', MAX_RECORD_LENGTH, 'sends too much');
  const seen: RunRecord[] = [];
  for await (const line of records) seen.push(JSON.parse(line) as RunRecord);
  replies.end();
  expect(seen).toEqual([
    { seq: 0, type: 'phase', phase: 'load', atMs: 1 },
    {
      ...{ seq: 1, type: 'failure', phase: 'run' },
      error: {
        name: 'RangeError',
        message: expect.stringMatching(
          /^the report of this run is \d+ characters long, and at most 1048576 /,
        ),
      },
      partial: { counters: { byLabel: {}, recorded: {} }, checks: [] },
    },
  ]);
});

test('a record is as it is, whatever toJSON() the scenario gives to every object', async () => {
  const { records, replies } = startChild('without a lifeline', 1, 'replaces toJSON');
  const seen: RunRecord[] = [];
  for await (const line of records) seen.push(JSON.parse(line) as RunRecord);
  replies.end();
  expect(seen).toEqual([
    { seq: 0, type: 'phase', phase: 'load', atMs: 1 },
    { seq: 1, type: 'start-peer', url: '5', settings: { toJSON: 'function' } },
  ]);
});

test('a child whose parent is gone fails', async () => {
  const { child, records, replies } = startChild('without a lifeline');
  const errors = text(child.stderr as Readable);
  for await (const line of records) if (line.includes('start-peer')) replies.end();
  expect(await errors).toContain('the parent process is gone');
});

function startChild(lifeline: string, length = 1, what = 'asks') {
  const child: ChildProcess = spawn(process.execPath, [childFile, lifeline, String(length), what], {
    stdio: ['ignore', 'inherit', 'pipe', 'pipe', 'ignore', 'pipe'],
  });
  const descriptors: readonly unknown[] = child.stdio;
  return {
    child,
    records: createInterface({ input: descriptors[RECORDS_FD] as Readable }),
    replies: descriptors[REPLIES_FD] as Writable,
  };
}

function answerIn(records: readonly RunRecord[]): unknown {
  const last = records.at(-1);
  return last?.type === 'failure' ? JSON.parse(last.error.message) : undefined;
}
