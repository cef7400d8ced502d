import type { RecordFigure } from './record-mark.ts';

/** The pool from which Buffer.allocUnsafe(), from() and concat() take small Buffers. */
export function recordBufferPool(record: RecordFigure): void {
  record('Buffer.allocUnsafe() slabBytes', Buffer.from('pooled').buffer.byteLength);
  record('Buffer.allocUnsafe() pooledBelowBytes', findSmallestUnpooled());
}

function findSmallestUnpooled(): number {
  let [pooled, unpooled] = [1, 2 ** 20];
  while (unpooled - pooled > 1) {
    const size = Math.floor((pooled + unpooled) / 2);
    if (Buffer.allocUnsafe(size).buffer.byteLength === size) unpooled = size;
    else pooled = size;
  }
  return unpooled;
}
