import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkSizes, sizeOfChunk } from './sizes.ts';

describe('ChunkSizes', () => {
  test('says how many bytes leave with how many units', () => {
    const sizes = new ChunkSizes();
    // Three chunks in object mode: each is one unit.
    for (const bytes of [1, 10, 100]) sizes.add(1, bytes);
    expect(sizes.leave(1)).toBe(1);
    sizes.add(1, 1000);
    expect(sizes.leave(2)).toBe(110);
    expect(sizes.leave(1)).toBe(1000);
  });

  test('takes from a part of a chunk the same part of its bytes, and the rest later', () => {
    const sizes = new ChunkSizes();
    // Four characters of three bytes each.
    sizes.add(4, 12);
    expect(sizes.leave(1)).toBe(3);
    expect(sizes.leave(3)).toBe(9);
  });

  test('puts a chunk back in front of the others', () => {
    const sizes = new ChunkSizes();
    for (const bytes of [1, 10, 100]) sizes.add(1, bytes);
    expect(sizes.leave(2)).toBe(11);
    sizes.putBack(1, 10);
    sizes.putBack(1, 5000);
    sizes.putBack(1, 7000);
    expect([1, 1, 1, 1].map((units) => sizes.leave(units))).toEqual([7000, 5000, 10, 100]);
  });

  test('is exact for any order of adding, leaving and putting back', () => {
    const action = fc.oneof(
      fc.record({ add: fc.nat(1000) }),
      fc.record({ putBack: fc.nat(1000) }),
      fc.record({ leave: fc.nat(20) }),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const sizes = new ChunkSizes();
        let model: number[] = [];
        for (const step of actions) {
          if ('add' in step) {
            sizes.add(1, step.add);
            model.push(step.add);
          } else if ('putBack' in step) {
            sizes.putBack(1, step.putBack);
            model.unshift(step.putBack);
          } else {
            const left = model.slice(0, step.leave);
            model = model.slice(step.leave);
            expect(sizes.leave(left.length)).toBe(left.reduce((sum, bytes) => sum + bytes, 0));
          }
        }
      }),
    );
  });

  test('has exact sums over a hundred thousand chunks', () => {
    const sizes = new ChunkSizes();
    for (let n = 1; n <= 1e5; n += 1) sizes.add(1, n);
    // All but the last 1000, which are from 99,001 to 100,000.
    expect(sizes.leave(99_000)).toBe((99_000 * 99_001) / 2);
    expect(sizes.leave(1000)).toBe((1000 * (99_001 + 100_000)) / 2);
  });

  test('does not retain the sizes of chunks that have left', () => {
    const sizes = new ChunkSizes();
    for (let n = 0; n < 10; n += 1) sizes.add(1, n);
    const before = process.memoryUsage().heapUsed;
    // All of them, at 16 bytes each, would be 160 MB.
    for (let n = 10; n < 1e7; n += 1) {
      sizes.add(1, n);
      expectSame(sizes.leave(1), n - 10);
    }
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(80e6);
  });
});

/** `expect` is too slow to be called ten million times. */
function expectSame(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${actual} is not ${expected}`);
}

describe('sizeOfChunk', () => {
  test('asks nothing of a Proxy, whose handler would see it', () => {
    const traps: string[] = [];
    const handler = new Proxy({}, { get: (_target, trap) => void traps.push(String(trap)) });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    let unsizedChunks = 0;
    const unsized = {
      noteUnsized: () => {
        unsizedChunks += 1;
      },
    };
    expect(sizeOfChunk(new Proxy({}, handler), undefined, unsized)).toBe(0);
    expect(sizeOfChunk(proxy, undefined, unsized)).toBe(0);
    expect(sizeOfChunk({ text: 'abc', proxy }, undefined, unsized)).toBe(3);
    expect([traps, unsizedChunks]).toEqual([[], 3]);
  });

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
    ['a SharedArrayBuffer is its length', new SharedArrayBuffer(11), undefined, 11],
    ['a Blob is its size', new Blob(['abc']), undefined, 3],
    ['an array is that of its members', [Buffer.alloc(7), 'abc', 5], undefined, 10],
    ['an object is that of its members', { id: 5, body: Buffer.alloc(7) }, undefined, 7],
    ['an object without members of a size is 0', { length: 5 }, undefined, 0],
    ['a number is 0', 5, undefined, 0],
    ['nothing is 0', undefined, undefined, 0],
  ])('of %s', (_name, chunk, encoding, bytes) => {
    expect(sizeOfChunk(chunk, encoding)).toBe(bytes);
  });

  test('calls no getter', () => {
    const chunk = {
      get body(): Buffer {
        throw new Error('called');
      },
    };
    expect(sizeOfChunk(chunk)).toBe(0);
  });

  test.each<[string, unknown, number]>([
    ['a number', 5, 1],
    ['an object two levels down', { rows: [{ body: 'abc' }], name: 'abc' }, 1],
    ['nothing but a name', { name: 'abc' }, 0],
    ['a string', 'abc', 0],
  ])('says of %s whether its size is not known in full', (_name, chunk, times) => {
    let unsized = 0;
    sizeOfChunk(chunk, undefined, { noteUnsized: () => (unsized += 1) });
    expect(unsized).toBe(times);
  });
});
