/** The program that the gate is tried on: well-behaved, and with faults that can be switched on one by one. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, choice, count, defineScenario, KiB, MiB, volume } from '../scenario.ts';

export const FAULTS = [
  'none',
  'doubled-high-water-mark',
  'one-ignored-drain',
  'every-drain-ignored',
  'leaked-slabs',
  'more-memory',
  'more-time',
] as const;
export type Fault = (typeof FAULTS)[number];

const CHUNKS_PER_LEAK = 1000;
const MORE_MEMORY = 1.05;
const MORE_TIME = 1.2;

export default defineScenario({
  name: 'gate-subject',
  title: 'Writes to a slow sink, holds some memory and does some work',
  about: {
    does: "Writes chunks and waits for 'drain'. With a fault it does one thing worse: that is what a gate must see.",
    matters: 'A gate that cannot fail is none, and one that fails for nothing is switched off.',
    shows: 'Nothing by itself: it is compared with itself.',
  },
  tags: ['gate'],
  parameters: {
    fault: choice(FAULTS),
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([1 * KiB]),
    heldMiB: count([32]),
    /** Bytes that are hashed: the work that takes time. */
    hashedMiB: count([40]),
    volume: volume(8 * MiB),
  },
  run: async ({ parameters, watch, signal }) => {
    const { fault, chunkSize, volume } = parameters;
    const held = holdMemory(parameters.heldMiB * MiB * (fault === 'more-memory' ? MORE_MEMORY : 1));
    const sink = watch(
      'sink',
      slowSink(parameters.highWaterMark * (fault === 'doubled-high-water-mark' ? 2 : 1)),
    );
    const leaked: Buffer[] = [];
    let drainsToIgnore =
      fault === 'every-drain-ignored' ? Number.POSITIVE_INFINITY : Number(fault === 'one-ignored-drain');
    for (let written = 0, chunks = 0; written < volume; written += chunkSize, chunks += 1) {
      if (fault === 'leaked-slabs' && chunks % CHUNKS_PER_LEAK === 0) leaked.push(leakSlab());
      if (sink.write(Buffer.alloc(chunkSize, 1))) continue;
      if (drainsToIgnore > 0) drainsToIgnore -= 1;
      else await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
    hash(held, parameters.hashedMiB * (fault === 'more-time' ? MORE_TIME : 1));
    return leaked;
  },
});

function slowSink(highWaterMark: number): Writable {
  return new Writable({
    highWaterMark,
    writev: (_chunks, callback) => setImmediate(callback),
  });
}

/** Every page is written to. */
const holdMemory = (sizeBytes: number): Buffer => Buffer.alloc(Math.round(sizeBytes), 1);

/** A few bytes that keep a whole slab of the pool: the rest of it goes to nobody else. */
function leakSlab(): Buffer {
  const kept = Buffer.allocUnsafe(16);
  Buffer.allocUnsafe((Buffer.poolSize >>> 1) - 1);
  Buffer.allocUnsafe((Buffer.poolSize >>> 1) - 1);
  return kept;
}

function hash(block: Buffer, mebibytes: number): void {
  const hashed = createHash('sha1');
  for (let left = Math.round(mebibytes * MiB); left > 0; left -= block.length) {
    hashed.update(block.subarray(0, Math.min(left, block.length)));
  }
  hashed.digest();
}
