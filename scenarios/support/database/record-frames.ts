/** Records on a byte stream: each is its length, four bytes, and then that many bytes. */
import { Transform } from 'node:stream';

const PREFIX_BYTES = 4;
/** A socket is given about this much at once. */
const BLOCK_BYTES = 64 * 1024;

export interface RecordStream {
  /** Bytes of all records, without their prefixes. */
  readonly volume: number;
  /** Bytes of each. The last has what is left. */
  readonly recordSize: number;
}

export const countRecords = ({ volume, recordSize }: RecordStream): number => Math.ceil(volume / recordSize);

/** What a stream of records has on the wire. */
export const countFramedBytes = (records: RecordStream): number =>
  records.volume + PREFIX_BYTES * countRecords(records);

/** Makes all the frames of such a stream, some at a time. */
export function* makeFrames({ volume, recordSize }: RecordStream): Generator<Buffer> {
  const frame = frameRecord(Buffer.alloc(recordSize, 'tidemark '));
  const perBlock = Math.max(1, Math.floor(BLOCK_BYTES / frame.length));
  let left = Math.floor(volume / recordSize);
  for (; left > 0; left -= perBlock) yield Buffer.concat(Array(Math.min(perBlock, left)).fill(frame));
  const lastSize = volume % recordSize;
  if (lastSize > 0) yield frameRecord(Buffer.alloc(lastSize, 'tidemark '));
}

export function frameRecord(record: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix.writeUInt32BE(record.length);
  return Buffer.concat([prefix, record]);
}

/** The bytes of frames in, a Buffer for each record out. */
export function splitRecords(longestBytes: number): Transform {
  const splitter = new RecordSplitter(longestBytes);
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
      callback(splitter.heldBytes === 0 ? null : new Error('the last record is cut off'));
    },
  });
}

/** Finds the records in chunks that cut through them anywhere, and keeps what is not complete. */
export class RecordSplitter {
  readonly #longestBytes: number;
  #parts: Buffer[] = [];
  #heldBytes = 0;
  #neededBytes = PREFIX_BYTES;

  /** Whoever sends a length would otherwise decide how much is kept for it. */
  constructor(longestBytes: number) {
    this.#longestBytes = longestBytes;
  }

  /** Bytes of the record that is not complete. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The records that `chunk` completes: slices, not copies. Throws a RangeError for one that is too long. */
  split(chunk: Buffer): Buffer[] {
    this.#parts.push(chunk);
    this.#heldBytes += chunk.length;
    if (this.#heldBytes < this.#neededBytes) return [];
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
    this.#heldBytes = bytes.length - start;
    this.#parts = this.#heldBytes === 0 ? [] : [bytes.subarray(start)];
    return records;
  }

  /** Where the frame ends that begins at `start`; where its prefix does, if that is not there yet. */
  #endOfFrame(bytes: Buffer, start: number): number {
    const startOfRecord = start + PREFIX_BYTES;
    if (bytes.length < startOfRecord) return startOfRecord;
    const size = bytes.readUInt32BE(start);
    if (size > this.#longestBytes)
      throw new RangeError(`a record of ${size} bytes: at most ${this.#longestBytes} are taken`);
    return startOfRecord + size;
  }
}
