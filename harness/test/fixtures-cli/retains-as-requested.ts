import { once } from 'node:events';
import { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { choice, defineScenario, KiB, MiB, volume } from 'tidemark';

const CHUNK_BYTES = 64 * KiB;

/** It lives for long enough to be read. */
const HOLDER = `
  const { workerData } = require('node:worker_threads');
  const held = Buffer.alloc(workerData, 1);
  setTimeout(() => held.length, 150);
`;

export default defineScenario({
  name: 'retains-as-requested',
  parameters: {
    program: choice(['drops-each-chunk', 'sink-retains', 'worker-retains', 'cache-fills-once']),
    volume: volume(1 * MiB),
  },
  expect: { growth: 'bounded' },
  async run({ parameters: { program, volume }, watch, record }) {
    record('symbols', Object.getOwnPropertySymbols(globalThis).length);
    const retained: Buffer[] = [];
    if (program === 'worker-retains') {
      await once(new Worker(HOLDER, { eval: true, workerData: volume }), 'exit');
      return retained;
    }
    const maxBytes = { 'sink-retains': volume, 'cache-fills-once': 2 * MiB, 'drops-each-chunk': 0 }[program];
    const sink = new Writable({
      highWaterMark: CHUNK_BYTES,
      write(chunk: Buffer, _encoding, callback) {
        if (retained.length * CHUNK_BYTES < maxBytes) retained.push(chunk);
        setImmediate(callback);
      },
    });
    watch('sink', sink);
    for (let left = volume; left > 0; left -= CHUNK_BYTES) {
      if (!sink.write(Buffer.alloc(CHUNK_BYTES, 1))) await once(sink, 'drain');
    }
    return retained;
  },
});
