/** The sizes of chunks, in bytes. */
import { types } from 'node:util';

/**
 * A queue whose length is known in the units of its stream, such as chunks or UTF-16 code units: what came in is recorded
 * with its bytes, and how many bytes have left follows from the units that have.
 */
export class ChunkSizes {
  #units: number[] = [];
  #bytes: number[] = [];
  #head = 0;

  add(units: number, bytes: number): void {
    this.#units.push(units);
    this.#bytes.push(bytes);
  }

  /** Records a chunk that is put back in front of the others. */
  putBack(units: number, bytes: number): void {
    if (this.#head === 0) {
      this.#units.unshift(units);
      this.#bytes.unshift(bytes);
      return;
    }
    this.#head -= 1;
    this.#units[this.#head] = units;
    this.#bytes[this.#head] = bytes;
  }

  /** How many bytes leave with the first `units`. Of a part of a chunk, it is the same part of its bytes. */
  leave(units: number): number {
    let [left, bytes] = [units, 0];
    while (this.#head < this.#units.length) {
      const chunkUnits = this.#units[this.#head] ?? 0;
      const chunkBytes = this.#bytes[this.#head] ?? 0;
      if (chunkUnits > left) {
        const part = Math.floor((chunkBytes * left) / chunkUnits);
        this.#units[this.#head] = chunkUnits - left;
        this.#bytes[this.#head] = chunkBytes - part;
        bytes += part;
        break;
      }
      left -= chunkUnits;
      bytes += chunkBytes;
      this.#head += 1;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#units.length) this.#forgetWhatHasLeft();
    return bytes;
  }

  #forgetWhatHasLeft(): void {
    this.#units = this.#units.slice(this.#head);
    this.#bytes = this.#bytes.slice(this.#head);
    this.#head = 0;
  }
}

/** Told of each chunk whose size is not known, or not in full. */
interface Unsized {
  noteUnsized: () => void;
}

/**
 * The size of a chunk in bytes: of what it contains directly, or one level down in an array or an object. What has no
 * size of its own, such as a number, adds nothing; an object below that level may be of any size. No getter is called.
 * A hex or base64 string is assumed to contain nothing else: line breaks inside it are counted as if they encoded bytes.
 */
export function sizeOfChunk(chunk: unknown, encoding?: unknown, unsized?: Unsized): number {
  const bytes = ownSize(chunk, encoding);
  if (bytes !== undefined) return bytes;
  // A Proxy's handler sees whatever is asked of it, and can throw.
  if (typeof chunk !== 'object' || chunk === null || types.isProxy(chunk)) {
    unsized?.noteUnsized();
    return 0;
  }
  return sizeOfMembers(chunk, unsized);
}

function sizeOfMembers(chunk: object, unsized: Unsized | undefined): number {
  let [sum, hasSize, isKnown] = [0, false, true];
  for (const key of Object.keys(chunk)) {
    const member: unknown = Object.getOwnPropertyDescriptor(chunk, key)?.value;
    const bytes = ownSize(member);
    if (bytes !== undefined) [sum, hasSize] = [sum + bytes, true];
    else if (typeof member === 'object' && member !== null && !types.isDate(member)) isKnown = false;
  }
  if (!hasSize || !isKnown) unsized?.noteUnsized();
  return sum;
}

/** Undefined for what has none. */
function ownSize(value: unknown, encoding?: unknown): number | undefined {
  if (typeof value === 'string') {
    return Buffer.byteLength(value, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return value.byteLength;
  return !types.isProxy(value) && isBlob(value) ? value.size : undefined;
}

/** The class is looked at first: the global Blob is loaded when it is first named. */
function isBlob(value: object): value is Blob {
  const tag: unknown = Object.getOwnPropertyDescriptor(
    Object.getPrototypeOf(value) ?? value,
    Symbol.toStringTag,
  )?.value;
  return (tag === 'Blob' || tag === 'File') && value instanceof Blob;
}
