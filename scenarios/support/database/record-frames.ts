/** Records on a byte stream: each is its length, four bytes, and then that many bytes. */
import { Transform } from 'node:stream';

const PREFIX_BYTES = 4;
/** About this much is written to a socket at a time. */
const BLOCK_BYTES = 64 * 1024;

export interface RecordStream {
  /** The bytes of all records, without their prefixes. */
  readonly volume: number;
  /** The bytes of each record. The last one may be shorter. */
  readonly recordSize: number;
}

export const countRecords = ({ volume, recordSize }: RecordStream): number => Math.ceil(volume / recordSize);

/** The bytes of a stream of records on the wire. */
export const countFramedBytes = (records: RecordStream): number =>
  records.volume + PREFIX_BYTES * countRecords(records);

/** Makes all frames of such a stream, a block at a time. */
export function* makeFrames({ volume, recordSize }: RecordStream): Generator<Buffer> {
  const frame = frameRecord(Buffer.alloc(recordSize, 'tidemark '));
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / frame.length));
  let remaining = Math.floor(volume / recordSize);
  for (; remaining > 0; remaining -= perBlock) {
    yield Buffer.concat(Array(Math.min(perBlock, remaining)).fill(frame));
  }
  const lastSize = volume % recordSize;
  if (lastSize > 0) yield frameRecord(Buffer.alloc(lastSize, 'tidemark '));
}

export function frameRecord(record: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(record.length);
  return Buffer.concat([prefix, record]);
}

/** A Transform that reads frames and emits a Buffer per record. */
export function splitRecords(maxRecordBytes: number): Transform {
  const splitter = new RecordSplitter(maxRecordBytes);
  return new Transform({
    readableObjectMode: true,
    transform(chunk: Buffer, _encoding, callback) {
      try {
        for (const record of splitter.split(chunk)) this.push(record);
        callback();
      } catch (error) {
        callback(error as Error);
      }
    },
    flush(callback) {
      callback(splitter.incompleteBytes === 0 ? null : new Error('the last record is cut off'));
    },
  });
}

/** Splits chunks into records, wherever the chunks were cut, and buffers the incomplete record. */
export class RecordSplitter {
  readonly #maxRecordBytes: number;
  #parts: Buffer[] = [];
  #incompleteBytes = 0;
  #neededBytes = PREFIX_BYTES;

  /** Without a maximum, the sender of a length would decide how much is buffered. */
  constructor(maxRecordBytes: number) {
    this.#maxRecordBytes = maxRecordBytes;
  }

  /** The bytes buffered of the incomplete record. */
  get incompleteBytes(): number {
    return this.#incompleteBytes;
  }

  /** The records that `chunk` completes: slices, not copies. Throws a RangeError if one is too long. */
  split(chunk: Buffer): Buffer[] {
    this.#parts.push(chunk);
    this.#incompleteBytes += chunk.length;
    if (this.#incompleteBytes < this.#neededBytes) return [];
    const [first = chunk, ...others] = this.#parts;
    const bytes = others.length === 0 ? first : Buffer.concat(this.#parts);
    const records: Buffer[] = [];
    let start = 0;
    for (
      let end = this.#endOfFrame(bytes, start);
      end <= bytes.length;
      end = this.#endOfFrame(bytes, start)
    ) {
      records.push(bytes.subarray(start + PREFIX_BYTES, end));
      start = end;
    }
    this.#neededBytes = this.#endOfFrame(bytes, start) - start;
    this.#incompleteBytes = bytes.length - start;
    this.#parts = this.#incompleteBytes === 0 ? [] : [bytes.subarray(start)];
    return records;
  }

  /** The end of the frame that begins at `start`, or of its prefix if that is incomplete. */
  #endOfFrame(bytes: Buffer, start: number): number {
    const startOfRecord = start + PREFIX_BYTES;
    if (bytes.length < startOfRecord) return startOfRecord;
    const size = bytes.readUInt32BE(start);
    if (size > this.#maxRecordBytes)
      throw new RangeError(`a record of ${size} bytes exceeds the maximum of ${this.#maxRecordBytes}`);
    return startOfRecord + size;
  }
}
