import { choice } from '../../../harness/scenario.ts';

/** How a chunk is allocated. Each one is written to, because untouched pages are not resident. */
export const allocations = choice(['alloc', 'allocUnsafe', 'allocUnsafeSlow', 'from', 'shared']);
export type Allocation = (typeof allocations)['values'][number];

const FILL = 0x61;

/** Returns a function that makes the next chunk. With `shared` it returns the same memory every time: many bytes are queued, few are allocated. */
export function chunkMaker(allocation: Allocation, largestBytes: number): (sizeBytes: number) => Buffer {
  const template = Buffer.alloc(largestBytes, FILL);
  switch (allocation) {
    case 'alloc':
      return (sizeBytes) => Buffer.alloc(sizeBytes, FILL);
    case 'allocUnsafe':
      return (sizeBytes) => Buffer.allocUnsafe(sizeBytes).fill(FILL);
    case 'allocUnsafeSlow':
      return (sizeBytes) => Buffer.allocUnsafeSlow(sizeBytes).fill(FILL);
    case 'from':
      // A view of the template would be garbage, which those who measure the heap would count.
      return (sizeBytes) =>
        Buffer.from(sizeBytes === largestBytes ? template : template.subarray(0, sizeBytes));
    case 'shared':
      return (sizeBytes) => template.subarray(0, sizeBytes);
  }
}
