/**
 * Sees what the functions of Buffer allocate. While little memory is in use, all that happens here is that bytes are
 * counted down.
 */
import type { Below } from '../../../meter/call-site.ts';
import { replaceMethod } from '../../../meter/node/methods.ts';

/** An ArrayBuffer, or a view of one. */
export interface Memory {
  readonly byteLength: number;
}

/** Whoever looks at allocations. */
export interface AllocationObserver {
  /** So many bytes may be allocated before `reached` is to be called. */
  leftBytes: number;
  /** Whether a file stream reads a chunk, which is seen when it is pushed. */
  readonly isReading: boolean;
  /** Whether small Buffers are to be passed to `pooled`, whose memory is shared. */
  isWatching: boolean;
  reached(memory: Memory, name: string, below: Below): void;
  /** To be called by `allocUnsafeSlow`, while watching. */
  allocatedSlow(buffer: Uint8Array): void;
  pooled(buffer: Uint8Array, name: string, below: Below): void;
  /** To be called for what was cut from another, while watching. */
  cut(view: ArrayBufferView, name: string, below: Below): void;
}

type Allocate = (this: unknown, first: unknown, second: unknown, third: unknown) => Uint8Array;
type Cut = (this: unknown, start: unknown, end: unknown) => Uint8Array;

/** Some of these functions call others of them, and not the same ones in each version of Node. */
let calls = 0;

export function seeAllocations(observer: AllocationObserver): void {
  const { Buffer } = process.getBuiltinModule('buffer');
  for (const name of ['alloc', 'allocUnsafeSlow'])
    replaceMethod(Buffer, name, (method) => wrapOwn(observer, `Buffer.${name}`, method as Allocate) as never);
  for (const name of ['allocUnsafe', 'from', 'concat', 'copyBytesFrom'])
    replaceMethod(
      Buffer,
      name,
      (method) => wrapShared(observer, `Buffer.${name}`, method as Allocate) as never,
    );
  replaceMethod(
    Buffer.prototype,
    'subarray',
    (method) => wrapCut(observer, 'subarray', method as Cut) as never,
  );
}

/** Of functions that give each Buffer memory of its own. */
function wrapOwn(observer: AllocationObserver, name: string, method: Allocate): Allocate {
  const isSlow = name === 'Buffer.allocUnsafeSlow';
  return function allocate(this, first, second, third) {
    const buffer = method.call(this, first, second, third);
    calls += 1;
    if (isSlow && observer.isReading) return buffer;
    observer.leftBytes -= buffer.length;
    if (observer.leftBytes < 0) observer.reached(buffer, name, allocate);
    if (isSlow && observer.isWatching) observer.allocatedSlow(buffer);
    return buffer;
  };
}

/** Of functions that give small Buffers a part of a pool. */
function wrapShared(observer: AllocationObserver, name: string, method: Allocate): Allocate {
  return function allocate(this, first, second, third) {
    const before = calls;
    const buffer = method.call(this, first, second, third);
    if (calls !== before) return buffer;
    calls += 1;
    if (observer.isWatching) observer.pooled(buffer, name, allocate);
    else {
      observer.leftBytes -= buffer.length;
      if (observer.leftBytes < 0) observer.reached(buffer, name, allocate);
    }
    return buffer;
  };
}

function wrapCut(observer: AllocationObserver, name: string, method: Cut): Cut {
  return function subarray(this, start, end) {
    const buffer = method.call(this, start, end);
    if (observer.isWatching) observer.cut(buffer, name, subarray);
    return buffer;
  };
}
