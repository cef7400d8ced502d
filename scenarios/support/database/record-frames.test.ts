import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countFramedBytes,
  countRecords,
  frameRecord,
  makeFrames,
  RecordSplitter,
  splitRecords,
} from './record-frames.ts';

const LONGEST_BYTES = 64;
const records = fc.array(fc.uint8Array({ maxLength: LONGEST_BYTES }).map((bytes) => Buffer.from(bytes)));
const cuts = fc.array(fc.nat({ max: 2 * LONGEST_BYTES }), { size: 'large' });

/** Chunks of the given sizes, and then what is left. A size of 0 is an empty chunk. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

test('records are found whatever the chunks cut through, in order, empty ones too', () => {
  fc.assert(
    fc.property(records, cuts, (sent, sizes) => {
      const chunks = [...cut(Buffer.concat(sent.map(frameRecord)), sizes)];
      const splitter = new RecordSplitter(LONGEST_BYTES);
      expect(chunks.flatMap((chunk) => splitter.split(chunk))).toEqual(sent);
      expect(splitter.heldBytes).toBe(0);
    }),
  );
});

test('a record is given as soon as its last byte is there, and what follows is held', () => {
  const splitter = new RecordSplitter(LONGEST_BYTES);
  expect(splitter.split(Buffer.from([0, 0, 0, 2, 7]))).toEqual([]);
  expect(splitter.heldBytes).toBe(5);
  expect(splitter.split(Buffer.from([8, 0, 0]))).toEqual([Buffer.from([7, 8])]);
  expect(splitter.heldBytes).toBe(2);
});

test('a length beyond the longest is refused before anything is kept for it', () => {
  const splitter = new RecordSplitter(LONGEST_BYTES);
  expect(() => splitter.split(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(
    new RangeError('a record of 4294967295 bytes: at most 64 are taken'),
  );
});

test.each([
  ['a volume of whole records', { volume: 1024, recordSize: 256 }, [256, 256, 256, 256]],
  ['a last record that is shorter', { volume: 1000, recordSize: 256 }, [256, 256, 256, 232]],
  ['less than a record', { volume: 100, recordSize: 256 }, [100]],
  ['records longer than a block', { volume: 300_000, recordSize: 200_000 }, [200_000, 100_000]],
])('%s is made, counted and found', (_what, stream, lengths) => {
  const frames = Buffer.concat([...makeFrames(stream)]);
  expect(frames.length).toBe(countFramedBytes(stream));
  const found = new RecordSplitter(stream.recordSize).split(frames);
  expect(found.map(({ length }) => length)).toEqual(lengths);
  expect(found.length).toBe(countRecords(stream));
});

test('many records are made some at a time', () => {
  const stream = { volume: 1_000_000, recordSize: 1000 };
  const blocks = [...makeFrames(stream)];
  expect(blocks.length).toBeGreaterThan(10);
  expect(Buffer.concat(blocks).length).toBe(countFramedBytes(stream));
});

test('a stream that ends within a record fails, and so does one with a record too long', async () => {
  const frame = frameRecord(Buffer.from('cut off'));
  const find = async (bytes: Buffer, longestBytes: number) => {
    const found: unknown[] = [];
    await pipeline(Readable.from([bytes]), splitRecords(longestBytes), async (source) => {
      for await (const one of source) found.push(one);
    });
    return found;
  };
  expect(await find(frame, LONGEST_BYTES)).toEqual([Buffer.from('cut off')]);
  await expect(find(frame.subarray(0, -1), LONGEST_BYTES)).rejects.toThrow('the last record is cut off');
  await expect(find(frame, 6)).rejects.toThrow('at most 6 are taken');
});
