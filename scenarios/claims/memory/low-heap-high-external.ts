import { defineScenario } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

export default defineScenario({
  name: 'low-heap-high-external',
  claim: {
    statement: 'A process can use little heap and much external memory.',
    source: ['001'],
    measured: ['heapUsed', 'external'],
    rule: ({ recorded: { heapUsed = 0, external = 0 } }) => ({
      verdict: external > 4 * heapUsed ? 'true' : 'false',
      reading: `heapUsed is ${sizeInWords(heapUsed)} and external ${sizeInWords(external)}`,
    }),
  },
  async run({ record }) {
    const stored = Array.from({ length: 100 }, () => Buffer.alloc(1024 * 1024, 1));
    await collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    record('heapUsed', heapUsed);
    record('external', external);
    return stored;
  },
});
