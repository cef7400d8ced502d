import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLines } from './read-lines.ts';

const LONGEST = 8;

describe('lines', () => {
  test('have no line ends', async () => {
    expect(await readAll(['one\ntwo\n'])).toEqual(['one', 'two']);
  });

  test('are put together from pieces', async () => {
    expect(await readAll(['o', 'ne\nt', 'wo', '\n'])).toEqual(['one', 'two']);
  });

  test('preserve a character whose bytes arrive in two chunks', async () => {
    const bytes = Buffer.from('flüssig 🌊\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(await readAll([bytes.subarray(0, cut), bytes.subarray(cut)], 64)).toEqual(['flüssig 🌊']);
    }
  });

  test('can be empty', async () => {
    expect(await readAll(['\n\n'])).toEqual(['', '']);
  });

  test('are dropped if the stream ends first', async () => {
    expect(await readAll(['one\ntw'])).toEqual(['one']);
  });

  test('of the maximum length are returned, and longer ones dropped', async () => {
    expect(await readAll(['12345678\n123456789\n1\n'])).toEqual(['12345678', '1']);
  });

  test('that are too long do not affect the following ones, however they are chunked', async () => {
    expect(await readAll(['123456789', '012', '\nnext\n'])).toEqual(['next']);
    expect(await readAll(['12345678', '9\n', 'next\n'])).toEqual(['next']);
    expect(await readAll(['123456789', '\n', 'next\n'])).toEqual(['next']);
  });

  test('that are too long are reported once, when they have become too long', async () => {
    const seen: string[] = [];
    async function* write() {
      yield Buffer.from('12345678');
      expect(seen).toEqual([]);
      yield Buffer.from('9');
      yield Buffer.from('0');
      // Reported, and so not collected any more, although it has not ended.
      expect(seen).toEqual(['123456789']);
      yield Buffer.from('\n1234\n123456789\n');
    }
    const stream = Readable.from(write(), { objectMode: false, highWaterMark: 1 });
    for await (const _ of readLines(stream, { longestLine: LONGEST, onTooLong: (line) => seen.push(line) }));
    expect(seen).toEqual(['123456789', '123456789']);
  });

  test('are the same, however the stream is chunked', async () => {
    const line = fc
      .string({ unit: 'binary', maxLength: 2 * LONGEST })
      .map((text) => text.replaceAll('\n', ''));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(), { maxLength: 10 }), async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((one) => `${one}\n`).join(''));
        const expected = lines.filter(({ length }) => length <= LONGEST);
        expect(await readAll(cutAt(bytes, cuts))).toEqual(expected);
      }),
    );
  });
});

async function readAll(
  chunks: readonly (string | Buffer)[],
  longestLine: number = LONGEST,
): Promise<string[]> {
  const buffers = chunks.map((chunk) => Buffer.from(chunk)).filter(({ length }) => length > 0);
  const lines: string[] = [];
  for await (const batch of readLines(Readable.from(buffers, { objectMode: false }), { longestLine })) {
    lines.push(...batch);
  }
  return lines;
}

function cutAt(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.map((place, index) => bytes.subarray(places[index - 1] ?? 0, place));
}
