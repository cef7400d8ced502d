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
/** Of what is resident, and of the time that the rest has taken. */
const MORE_MEMORY = 0.05;
const MORE_TIME = 0.2;

export default defineScenario({
  name: 'gate-subject',
  title: 'Writes to a slow sink, holds some memory and does some work',
  about: {
    what: "Writes chunks and waits for 'drain'. With a fault it does one thing worse: that is what a gate must see.",
    why: 'A gate that cannot fail is none, and one that fails for nothing is switched off.',
    expect: 'Nothing by itself: it is compared with itself.',
  },
  tags: ['gate'],
  parameters: {
    fault: choice(FAULTS),
    highWaterMark: bytes([64 * KiB]),
    chunkSize: bytes([1 * KiB]),
    heldMiB: count([32]),
    /** How often the retained data is hashed: the work that takes time. */
    hashes: count([1]),
    volume: volume(4 * MiB),
  },
  async run({ parameters: { fault, ...parameters }, watch, signal }) {
    const startedAt = performance.now();
    const retained = [Buffer.alloc(parameters.heldMiB * MiB, 1)];
    if (fault === 'more-memory')
      retained.push(Buffer.alloc(Math.round(MORE_MEMORY * process.memoryUsage.rss()), 1));
    const marks = fault === 'doubled-high-water-mark' ? 2 : 1;
    const sink = watch('sink', slowSink(marks * parameters.highWaterMark));
    const leaked = await writeAll(sink, { ...parameters, fault, signal });
    for (let hashed = 0; hashed < parameters.hashes; hashed += 1) hash(retained);
    if (fault === 'more-time') hashUntil(startedAt + (1 + MORE_TIME) * (performance.now() - startedAt));
    return leaked;
  },
});

interface Writing {
  readonly fault: Fault;
  readonly chunkSize: number;
  readonly volume: number;
  readonly signal: AbortSignal;
}

/** Returns what it has leaked. */
async function writeAll(sink: Writable, { fault, chunkSize, volume, signal }: Writing): Promise<Buffer[]> {
  const leaked: Buffer[] = [];
  let drainsToIgnore =
    { 'one-ignored-drain': 1, 'every-drain-ignored': Number.POSITIVE_INFINITY }[fault as string] ?? 0;
  for (let chunk = 0; chunk * chunkSize < volume; chunk += 1) {
    if (fault === 'leaked-slabs' && chunk % CHUNKS_PER_LEAK === 0) leaked.push(leakSlab());
    if (sink.write(Buffer.alloc(chunkSize, 1))) continue;
    if (drainsToIgnore > 0) drainsToIgnore -= 1;
    else await once(sink, 'drain', { signal });
  }
  sink.end();
  await finished(sink, { signal });
  return leaked;
}

function slowSink(highWaterMark: number): Writable {
  return new Writable({
    highWaterMark,
    writev: (_chunks, callback) => setImmediate(callback),
  });
}

/** A few bytes that keep a whole slab of the pool: the rest of it goes to nobody else. */
function leakSlab(): Buffer {
  const kept = Buffer.allocUnsafe(16);
  Buffer.allocUnsafe((Buffer.poolSize >>> 1) - 1);
  Buffer.allocUnsafe((Buffer.poolSize >>> 1) - 1);
  return kept;
}

function hash(blocks: readonly Buffer[]): void {
  const hashed = createHash('sha1');
  for (const block of blocks) hashed.update(block);
  hashed.digest();
}

function hashUntil(deadlineMs: number): void {
  const block = [Buffer.alloc(64 * KiB, 1)];
  while (performance.now() < deadlineMs) hash(block);
}
