import { defineScenario } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const MiB = 1024 * 1024;
const MIBS = 64;

export default defineScenario({
  name: 'buffers-not-gced',
  claim: {
    statement: 'Buffers are not garbage collected: C++ frees them by hand.',
    source: ['001'],
    rule: ({ recorded: { leftBytes = 0 } }) => ({
      verdict: leftBytes < MIBS * MiB * 0.05 ? 'false' : 'true',
      reading: `of ${MIBS} MiB of Buffers that nobody refers to any more, ${sizeInWords(leftBytes)} were left after a collection`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    let dropped: Buffer[] | undefined = Array.from({ length: MIBS }, () => Buffer.alloc(MiB));
    if (process.memoryUsage().arrayBuffers - before < dropped.length * MiB)
      throw new Error('nothing was allocated');
    dropped = undefined;
    await collectGarbage();
    record('leftBytes', Math.max(0, process.memoryUsage().arrayBuffers - before));
  },
});
