/** Rules of claims on readings that this Node does not give. */
import { expect, test } from 'vitest';
import { findClaims } from '../catalogue/built-in.ts';
import type { Claim } from '../claims/claim.ts';

type AnyClaim = Claim<Readonly<Record<string, number | string>>>;

async function rule(id: string, recorded: Readonly<Record<string, number>>) {
  const { default: scenario } = (await import(findClaims().get(id) ?? '')) as {
    readonly default: { readonly claim: AnyClaim };
  };
  return scenario.claim.rule({ recorded, counters: {}, parameters: {} });
}

test.each([
  ['pipe-steps', 'a pipe that never stops', { listeners: 1, writes: 64, hasEnded: 1 }, 'partly'],
  ['gzip-chunk-16k', 'chunks of another size', { ofSmallMark: 8192, ofLargeMark: 32_768 }, 'false'],
  ['streams-lazy', 'a source that is read at once', { reads: 1, fileBytes: 0, filesOpened: 1 }, 'false'],
  ['streams-lazy', 'a file that is read at once', { reads: 0, fileBytes: 65_536, filesOpened: 1 }, 'false'],
  ['new-space-scavenged', 'no minor collection', { minor: 0, major: 5, promoted: 1 }, 'false'],
  ['new-space-scavenged', 'objects that are never promoted', { minor: 90, major: 1, promoted: 0 }, 'false'],
  ['new-space-scavenged', 'as many of both', { minor: 9, major: 9, promoted: 1 }, 'partly'],
  ['buffer-object-80-bytes', 'objects of 80 bytes', { bufferBytes: 80, arrayBufferBytes: 56 }, 'true'],
  [
    ...['external-string-accounting', 'two-byte strings that are counted at half'],
    ...[{ ofBuffers: 1, ofLatin1: 1, ofOthers: 0.5 }, 'partly'],
  ] as const,
  ['alloc-malloc', 'another malloc()', { isGlibc: 0, filledUnsafe: 0, filledZero: 0 }, 'not tested'],
  ['v8-single-threaded', 'a system without /proc', { threads: 0, waited: 1 }, 'not tested'],
  ['use-allocunsafe-for-tcp', 'chunks that are not ready', { chunks: 9, ready: 3, ratio: 1 }, 'true'],
])('%s: of %s, its rule says what follows', async (id, _world, recorded, verdict) => {
  expect(await rule(id, recorded)).toMatchObject({ verdict });
});

test.each([
  ['pool-threshold-8kb', { largestPooledBytes: 8192, slabBytes: 8192 }, /not less than half of a slab/],
  ['file-io-nonblocking-libuv', { turnsWhileReading: 0 }, /the event loop does not turn meanwhile/],
  ['http-slow-client-false', { falses: 1, stalledBytes: 0 }, /0 bytes had been written/],
  ['fast-disk-no-drain', { ofFile: 20, ofMicrotask: 20, drains: 40 }, /0 times to one that is done at once/],
  ['use-allocunsafe-for-tcp', { chunks: 9, ready: 3 }, /^3 of 9 chunks/],
])('%s: its text says what was read, not what is usual', async (id, recorded, reading) => {
  expect(await rule(id, recorded)).toMatchObject({ reading: expect.stringMatching(reading) });
});

test('a condition names the sizes only if they are as usual', async () => {
  const usual = { tiny: 1, small: 4, large: 9, filled: 1 };
  const conditionOf = async (recorded: typeof usual) =>
    (await rule('allocunsafe-much-faster', recorded)).condition;
  expect(await conditionOf(usual)).toContain('from some hundred bytes on');
  expect(await conditionOf({ ...usual, tiny: 3 })).toBe('for 3 of these 4 uses');
});
