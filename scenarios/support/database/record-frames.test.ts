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

const MAX_RECORD_BYTES = 64;
const records = fc.array(fc.uint8Array({ maxLength: MAX_RECORD_BYTES }).map((bytes) => Buffer.from(bytes)));
const cuts = fc.array(fc.nat({ max: 2 * MAX_RECORD_BYTES }), { size: 'large' });

/** Chunks of the given sizes, then the rest. A size of 0 makes an empty chunk. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
  }
  yield bytes.subarray(start);
}

test('records are split in order wherever the chunks were cut, empty records too', () => {
  fc.assert(
    fc.property(records, cuts, (sent, sizes) => {
      const chunks = [...cut(Buffer.concat(sent.map(frameRecord)), sizes)];
      const splitter = new RecordSplitter(MAX_RECORD_BYTES);
      expect(chunks.flatMap((chunk) => splitter.split(chunk))).toEqual(sent);
      expect(splitter.incompleteBytes).toBe(0);
    }),
  );
});

test('a record is returned as soon as its last byte has arrived, and what follows is buffered', () => {
  const splitter = new RecordSplitter(MAX_RECORD_BYTES);
  expect(splitter.split(Buffer.from([0, 0, 0, 2, 7]))).toEqual([]);
  expect(splitter.incompleteBytes).toBe(5);
  expect(splitter.split(Buffer.from([8, 0, 0]))).toEqual([Buffer.from([7, 8])]);
  expect(splitter.incompleteBytes).toBe(2);
});

test('a length beyond the maximum is refused before anything is buffered for it', () => {
  const splitter = new RecordSplitter(MAX_RECORD_BYTES);
  expect(() => splitter.split(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(
    new RangeError('a record of 4294967295 bytes exceeds the maximum of 64'),
  );
});

test.each([
  ['a volume of whole records', { volume: 1024, recordSize: 256 }, [256, 256, 256, 256]],
  ['a last record that is shorter', { volume: 1000, recordSize: 256 }, [256, 256, 256, 232]],
  ['less than a record', { volume: 100, recordSize: 256 }, [100]],
  ['records longer than a block', { volume: 300_000, recordSize: 200_000 }, [200_000, 100_000]],
])('%s is made, counted and split', (_what, stream, lengths) => {
  const frames = Buffer.concat([...makeFrames(stream)]);
  expect(frames.length).toBe(countFramedBytes(stream));
  const split = new RecordSplitter(stream.recordSize).split(frames);
  expect(split.map(({ length }) => length)).toEqual(lengths);
  expect(split.length).toBe(countRecords(stream));
});

test('many records are made a block at a time', () => {
  const stream = { volume: 1_000_000, recordSize: 1000 };
  const blocks = [...makeFrames(stream)];
  expect(blocks.length).toBeGreaterThan(10);
  expect(Buffer.concat(blocks).length).toBe(countFramedBytes(stream));
});

test('a stream that ends within a record fails, and so does one with a record that is too long', async () => {
  const frame = frameRecord(Buffer.from('cut off'));
  const split = async (bytes: Buffer, maxRecordBytes: number) => {
    const received: unknown[] = [];
    await pipeline(Readable.from([bytes]), splitRecords(maxRecordBytes), async (source) => {
      for await (const record of source) received.push(record);
    });
    return received;
  };
  expect(await split(frame, MAX_RECORD_BYTES)).toEqual([Buffer.from('cut off')]);
  await expect(split(frame.subarray(0, -1), MAX_RECORD_BYTES)).rejects.toThrow('the last record is cut off');
  await expect(split(frame, 6)).rejects.toThrow('exceeds the maximum of 6');
});
