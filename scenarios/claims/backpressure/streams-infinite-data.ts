import { Readable } from 'node:stream';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const CHECKPOINTS = [32 * MiB, 64 * MiB, 128 * MiB];

export default defineScenario({
  name: 'streams-infinite-data',
  claim: {
    statement: 'A stream can carry data without an end.',
    source: ['000'],
    measured: ['highestLive'],
    rule: ({ recorded: { readBytes = 0, highestLive = 0, hasEnded = 0 } }) => ({
      verdict: !hasEnded && highestLive < 0.1 * readBytes ? 'true' : 'false',
      reading: `${sizeInWords(readBytes)} read of a source without an end, never more than ${sizeInWords(highestLive)} live`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const live: number[] = [];
    let readBytes = 0;
    const source = new Readable({
      read() {
        this.push(Buffer.alloc(64 * KiB, 'a'));
      },
    });
    for await (const chunk of source) {
      readBytes += chunk.length;
      if (!CHECKPOINTS.includes(readBytes)) continue;
      await collectGarbage();
      live.push(process.memoryUsage().arrayBuffers - before);
      if (live.length === CHECKPOINTS.length) break;
    }
    record('readBytes', readBytes);
    record('hasEnded', Number(source.readableEnded));
    record('highestLive', Math.max(...live));
  },
});
