import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SizeQueue, sizeOfChunk } from './size-queue.ts';

describe('a SizeQueue', () => {
  test('returns the bytes of the remaining chunks', () => {
    const queue = new SizeQueue();
    for (const bytes of [1, 10, 100, 1000]) queue.add(bytes);
    expect(queue.bytesInLast(4)).toBe(1111);
    expect(queue.bytesInLast(3)).toBe(1110);
    queue.add(10_000);
    expect(queue.bytesInLast(2)).toBe(11_000);
    expect(queue.bytesInLast(0)).toBe(0);
  });

  test('counts chunks from before it started as 0 bytes, and as the first to leave', () => {
    const queue = new SizeQueue();
    queue.add(5);
    expect(queue.bytesInLast(3)).toBe(5);
    expect(queue.bytesInLast(1)).toBe(5);
    expect(queue.bytesInLast(0)).toBe(0);
  });

  test('puts a chunk back in front of the others, even if they were not read since', () => {
    const queue = new SizeQueue();
    for (const bytes of [1, 10, 100]) queue.add(bytes);
    // 1 and 10 have left; 10 comes back.
    queue.putBack(10, 1);
    expect(queue.bytesInLast(2)).toBe(110);
    queue.putBack(1, 2);
    queue.putBack(5000, 3);
    expect(queue.bytesInLast(4)).toBe(5111);
    expect(queue.bytesInLast(1)).toBe(100);
  });

  test('is exact for any order of adding, leaving and putting back', () => {
    const action = fc.oneof(
      fc.record({ add: fc.nat(1000) }),
      fc.record({ putBack: fc.nat(1000) }),
      fc.record({ leave: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const queue = new SizeQueue();
        let model: number[] = [];
        for (const step of actions) {
          if ('add' in step) {
            queue.add(step.add);
            model.push(step.add);
          } else if ('putBack' in step) {
            queue.putBack(step.putBack, model.length);
            model.unshift(step.putBack);
          } else {
            model = model.slice(step.leave);
          }
          expect(queue.bytesInLast(model.length)).toBe(model.reduce((sum, bytes) => sum + bytes, 0));
        }
      }),
    );
  });

  test('has exact sums over a hundred thousand chunks', () => {
    const queue = new SizeQueue();
    for (let n = 1; n <= 1e5; n += 1) queue.add(n);
    expect(queue.bytesInLast(1e5)).toBe((1e5 * (1e5 + 1)) / 2);
    // The last 1000: from 99,001 to 100,000.
    expect(queue.bytesInLast(1000)).toBe((1000 * (99_001 + 100_000)) / 2);
    expect(queue.bytesInLast(0)).toBe(0);
  });

  test('does not retain the sizes of chunks that have left', () => {
    const queue = new SizeQueue();
    const before = process.memoryUsage().heapUsed;
    // All of them, at 8 bytes each, would be 160 MB.
    for (let n = 0; n < 2e7; n += 1) {
      queue.add(n);
      queue.bytesInLast(10);
    }
    expect(queue.bytesInLast(10)).toBe((10 * (2e7 - 10 + 2e7 - 1)) / 2);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(80e6);
  });
});

describe('sizeOfChunk', () => {
  test.each<[string, unknown, unknown, number]>([
    ['a string is that of its UTF-8', 'é€💧', undefined, 2 + 3 + 4],
    ['a string with an encoding is that of its bytes there', 'é', 'latin1', 1],
    ['a hex string is half its length', '00ff10', 'hex', 3],
    ['a base64 string is that of what it stands for', 'aGVsbG8=', 'base64', 5],
    ['a string whose encoding is a callback is that of its UTF-8', 'é', () => {}, 2],
    ['a Buffer is its length', Buffer.alloc(7), undefined, 7],
    ['a view is that of its part of the memory', new Uint32Array(new ArrayBuffer(100), 4, 2), undefined, 8],
    ['a DataView is that of its part of the memory', new DataView(new ArrayBuffer(100), 10), undefined, 90],
    ['an ArrayBuffer is its length', new ArrayBuffer(9), undefined, 9],
    ['an object of unknown size is 0', { length: 5 }, undefined, 0],
    ['a number is 0', 5, undefined, 0],
    ['nothing is 0', undefined, undefined, 0],
  ])('of %s', (_name, chunk, encoding, bytes) => {
    expect(sizeOfChunk(chunk, encoding)).toBe(bytes);
  });
});
