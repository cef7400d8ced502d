import { defineScenario } from '../../../harness/scenario.ts';
import { runNode } from '../../support/claims/run-node.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const DIFFERENCE = 64 * 1024 * 1024;
const HOLD = `
  const held = Array.from({ length: 512 }, () => Buffer.alloc(1024 * 1024));
  const { heap_size_limit: limit } = require('node:v8').getHeapStatistics();
  answer({ held: held.length * 1024 * 1024, limit });
`;

export default defineScenario({
  name: 'heap-limited-by-old-space',
  claim: {
    statement: 'The heap is limited by --max-old-space-size, external memory by the memory of the system.',
    source: ['001'],
    rule: ({ recorded: { smallerLimit = 0, largerLimit = 0, heldBytes = 0 } }) => ({
      verdict: largerLimit - smallerLimit === DIFFERENCE && heldBytes > smallerLimit ? 'true' : 'false',
      reading: `64 MiB more of --max-old-space-size are ${sizeInWords(largerLimit - smallerLimit)} more of heap; with the smaller one, ${sizeInWords(smallerLimit)} in all, a process held ${sizeInWords(heldBytes)} of Buffers`,
    }),
  },
  run({ record }) {
    const [smaller, larger] = [64, 128].map((mib) => runNode(HOLD, [`--max-old-space-size=${mib}`]));
    record('smallerLimit', Number(smaller?.limit));
    record('largerLimit', Number(larger?.limit));
    record('heldBytes', Number(smaller?.held));
  },
});
