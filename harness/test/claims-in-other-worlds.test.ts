/** A verdict follows from what Node does: where Node behaves in another way, it is another one. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { findClaims } from '../catalogue/built-in.ts';
import { packageRoot } from '../package-root.ts';

const DECIDE = join(packageRoot, 'harness', 'test', 'fixtures-claims', 'decide-claim.mjs');

async function decide(id: string, world: string): Promise<string> {
  const url = findClaims().get(id) ?? '';
  const { stdout } = await promisify(execFile)(process.execPath, [DECIDE, url, world]);
  return (JSON.parse(stdout) as { readonly verdict: string }).verdict;
}

describe.concurrent('the verdict changes', () => {
  test.each([
    ['drain-when-below-hwm', "'drain' is emitted below highWaterMark"],
    ['drain-only-after-false', "'drain' is emitted whenever the buffer is empty"],
    ['hwm1-write-false', 'write() never says false'],
    ['write-always-accepts', 'write() loses what it is given once the buffer is full'],
    ['end-no-more-writes', 'write() after end() is ignored'],
    ['default-hwm-16k', 'the default highWaterMark is another'],
    ['default-hwm-64k', 'the default highWaterMark is another'],
    ['pipe-handles-error', 'pipe() destroys its source and its target'],
    ['data-listener-flowing', "'data' listeners start nothing"],
    ['pool-8kb', 'the pool has another size'],
    ['kept-slice-pins-64k', 'the pool has another size'],
    ['slab-retention', 'there is no pool'],
    ['cannot-access-pool', 'there is no pool'],
    ['pool-avoids-os-calls', 'there is no pool'],
    ['pool-many-slabs', 'the pool keeps every slab'],
    ['pool-reuse-after-gc', 'the pool uses places again'],
    ['pool-applies-to-all', 'alloc() takes from the pool'],
    ['buffer-alloc-zero', 'alloc() leaves memory unfilled'],
    ['allocunsafe-leaks-old-data', 'allocUnsafe() fills memory with zeros'],
    ['tostring-doubles-utf16', 'toString() makes two bytes of each character'],
    ['tostring-not-free', 'toString() returns one string again and again'],
    ['tostring-gc-pressure', 'toString() returns one string again and again'],
    ['tostring-on-heap', 'toString() puts the characters of large strings elsewhere'],
    ['external-string-accounting', 'external leaves Buffers out'],
    ['use-external', 'external leaves Buffers out'],
    ['leak-external-grows', 'external leaves Buffers out'],
    ['tostring-slow-path-js', 'readUInt32BE() is native, and toString() is not'],
    ['blob-stream-frees', 'Blob.stream() retains what was read'],
  ])('%s, if %s', async (id, world) => {
    const [usual, other] = [await decide(id, 'as it is'), await decide(id, world)];
    expect(other).not.toBe(usual);
  });
});

test('what a Node does not have is not tested, and its absence is a verdict of its own', async () => {
  const ids = [...findClaims().keys()].filter((id) => id.startsWith('stream-iter-'));
  const verdicts = await Promise.all(ids.map((id) => decide(id, 'Node does not know a flag')));
  const isThere = ids.indexOf('stream-iter-there');
  expect(verdicts.splice(isThere, 1)).toEqual(['false']);
  expect(new Set(verdicts)).toEqual(new Set(['not tested']));
});
