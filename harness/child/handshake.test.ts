import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { RECORDS_FD, REPLIES_FD, type RunRecord } from '../protocol.ts';
import { childArguments } from '../runner/child-command.ts';
import { planFixture } from '../test/fixtures/support/run-fixture.ts';

test.each([
  ['received', 0],
  ['never read, because its parent is gone', 1],
])('a child whose final record is %s exits with %d', async (end, code) => {
  const tempDir = mkdtempSync(join(tmpdir(), 'tidemark-handshake-'));
  onTestFinished(() => rmSync(tempDir, { recursive: true }));
  const { request } = await planFixture('retains-slices', tempDir);
  const child = spawn(process.execPath, childArguments({ flags: [] }, { ...request, watchesParent: false }), {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const descriptors: readonly unknown[] = child.stdio;
  const replies = descriptors[REPLIES_FD] as Writable;
  const types: string[] = [];
  for await (const line of createInterface({ input: descriptors[RECORDS_FD] as Readable })) {
    const { type } = JSON.parse(line) as RunRecord;
    types.push(type);
    if (type === 'final') replies.end(end === 'received' ? '{"type":"received"}\n' : '');
  }
  expect((await exited)[0]).toBe(code);
  expect(types.filter((type) => type !== 'phase')).toEqual(code === 0 ? ['final'] : ['final', 'failure']);
});
