import { defineScenario } from '../../../harness/scenario.ts';

const NAMES = ['subarray()', 'Buffer.from(arrayBuffer)', 'Buffer.from(typedArray.buffer)'];

export default defineScenario({
  name: 'slice-only-exception',
  claim: {
    statement: 'slice() is the only method by which two Buffers share memory.',
    source: ['001'],
    rule: ({ recorded: { sharing = 0, others } }) => ({
      verdict: sharing > 0 ? 'false' : 'true',
      reading: `besides slice(), ${sharing} of ${others} ways to make a Buffer share memory: ${NAMES.join(', ')}`,
    }),
  },
  run({ record }) {
    const original = Buffer.alloc(8, 1);
    const memory = original.buffer as ArrayBuffer;
    const made = [original.subarray(0, 4), Buffer.from(memory), Buffer.from(new Uint8Array(memory).buffer)];
    record('others', made.length);
    original[original.length - 8] = 7;
    record('sharing', made.filter((one) => one[0] === 7).length);
  },
});
