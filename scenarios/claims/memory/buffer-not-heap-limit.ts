import { defineScenario } from '../../../harness/scenario.ts';
import { runNode } from '../../support/claims/run-node.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const HOLD = `
  const held = Array.from({ length: 640 }, () => Buffer.alloc(1024 * 1024));
  const { heap_size_limit: limit } = require('node:v8').getHeapStatistics();
  answer({ held: held.length * 1024 * 1024, limit });
`;

export default defineScenario({
  name: 'buffer-not-heap-limit',
  claim: {
    statement: 'Buffers do not count towards the limit of the V8 heap.',
    source: ['001'],
    rule: ({ recorded: { heldBytes = 0, limitBytes = 1 } }) => ({
      verdict: heldBytes > 2 * limitBytes ? 'true' : 'false',
      reading: `with a heap limit of ${sizeInWords(limitBytes)} a process held ${sizeInWords(heldBytes)} of Buffers`,
    }),
  },
  run({ record }) {
    const { held, limit } = runNode(HOLD, ['--max-old-space-size=32']);
    record('heldBytes', Number(held));
    record('limitBytes', Number(limit));
  },
});
