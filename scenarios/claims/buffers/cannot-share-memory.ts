import { defineScenario } from '../../../harness/scenario.ts';

const PAIRS = 100;

export default defineScenario({
  name: 'cannot-share-memory',
  claim: {
    statement: 'Two Buffers do not share memory by default: each has its own.',
    source: ['001'],
    rule: ({ recorded: { shared } }) => ({
      verdict: shared === 0 ? 'true' : 'false',
      reading: `of ${PAIRS} pairs of Buffers that were allocated one after the other, ${shared} are views of the same ArrayBuffer`,
    }),
  },
  run({ record }) {
    let shared = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [one, other] = [Buffer.from('a secret'), Buffer.from('another')];
      if (one.buffer === other.buffer) shared += 1;
    }
    record('shared', shared);
  },
});
