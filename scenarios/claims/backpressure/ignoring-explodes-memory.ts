import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const VOLUME = 32 * MiB;

/** Writes one byte at a time to a sink that has stalled, with a V8 heap of 8 MiB. */
const FLOOD = `
  const { Writable } = require('node:stream');
  const sink = new Writable({ write() {} });
  for (let writes = 0; writes < 2_000_000; writes += 1) sink.write('a');
`;

export default defineScenario({
  name: 'ignoring-explodes-memory',
  claim: {
    statement: 'Without backpressure memory grows with the data, until the process crashes.',
    source: ['000', '003'],
    measured: ['grownBytes'],
    rule: ({ recorded: { grownBytes = 0, isOutOfMemory = 0 } }) => {
      const grows = grownBytes > 0.8 * VOLUME;
      return {
        verdict: grows && isOutOfMemory ? 'true' : grows || isOutOfMemory ? 'partly' : 'false',
        condition: grows ? 'it grows, and does not crash' : 'it crashes for other reasons than the data',
        reading: `${sizeInWords(VOLUME)} written after false took ${sizeInWords(grownBytes)} of memory; with a heap of 8 MiB, writes of 1 byte ${isOutOfMemory ? 'ran out of memory' : 'ended without an error'}`,
      };
    },
  },
  async run({ record, signal }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const sink = stalledSink();
    for (let bytes = 0; bytes < VOLUME; bytes += 64 * KiB) sink.write(Buffer.alloc(64 * KiB)); // BUG: ignores false
    await collectGarbage();
    record('grownBytes', process.memoryUsage().arrayBuffers - before);
    sink.destroy();

    const worker = new Worker(FLOOD, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } });
    const error: unknown = await once(worker, 'exit', { signal }).catch((error) => error);
    record('isOutOfMemory', Number((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'));
  },
});
