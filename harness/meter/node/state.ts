/**
 * Sees every change of the length of a Node.js stream, whoever causes it, where it is stored: in the states of its sides.
 *
 * The constructors of these set `length` by assignment, so that an accessor on their prototypes takes it over. What the
 * meter needs for a state are private fields of that state: no key of it, and gone with it.
 */
import { hideOwnFrames } from '../call-site.ts';
import type { ReadableState, WritableState } from './internals.ts';
import type { ReadableSide } from './readable-side.ts';
import type { WritableSide } from './writable-side.ts';
import { calling } from './write-elsewhere.ts';

hideOwnFrames();

/** A constructor that returns its argument: the private fields of a class that extends it are put on that. */
export class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: see above
    return object;
  }
}

/** One for each kind of state, so that each kind of accessor always sees objects of one shape. */
class WritableCell extends Given {
  #length = 0;
  #side: WritableSide | undefined;

  static readonly accessor: PropertyDescriptor & ThisType<WritableState> = {
    configurable: true,
    enumerable: false,
    get(this: WritableState) {
      return #length in this ? (this as unknown as WritableCell).#length : undefined;
    },
    set(this: WritableState, now: number) {
      if (!(#length in this)) new WritableCell(this);
      const cell = this as unknown as WritableCell;
      const before = cell.#length;
      cell.#length = now;
      const side = cell.#side;
      if (calling.call !== undefined && now > before) calling.call.note(this);
      if (side === undefined) return;
      if (now > before) side.grow(this, before, now);
      else if (now < before) side.shrink(this, before, now);
      else side.passEmpty(this);
    },
  };

  static sideOf(state: object): WritableSide | undefined {
    return #side in state ? (state as WritableCell).#side : undefined;
  }

  static attach(state: object, side: WritableSide): void {
    (state as WritableCell).#side = side;
  }
}

class ReadableCell extends Given {
  #length = 0;
  #side: ReadableSide | undefined;

  static readonly accessor: PropertyDescriptor & ThisType<ReadableState> = {
    configurable: true,
    enumerable: false,
    get(this: ReadableState) {
      return #length in this ? (this as unknown as ReadableCell).#length : undefined;
    },
    set(this: ReadableState, now: number) {
      if (!(#length in this)) new ReadableCell(this);
      const cell = this as unknown as ReadableCell;
      const before = cell.#length;
      cell.#length = now;
      const side = cell.#side;
      if (side === undefined || now === before) return;
      if (now > before) side.grow(this, before, now);
      else side.shrink(this, before, now);
    },
  };

  static sideOf(state: object): ReadableSide | undefined {
    return #side in state ? (state as ReadableCell).#side : undefined;
  }

  static attach(state: object, side: ReadableSide): void {
    (state as ReadableCell).#side = side;
  }
}

export const writableSideOf = WritableCell.sideOf;
export const readableSideOf = ReadableCell.sideOf;
export const attachWritable = WritableCell.attach;
export const attachReadable = ReadableCell.attach;
export const writableAccessor = WritableCell.accessor;
export const readableAccessor = ReadableCell.accessor;
