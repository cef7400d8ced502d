import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const BYTES = 1024 * 1024;

export default defineScenario({
  name: 'tojson-object',
  claim: {
    statement: 'toJSON() of a Buffer returns an object that represents it.',
    source: ['001'],
    rule: ({ recorded: { isObject, numbers, heapPerByte = 0 } }) => ({
      verdict: isObject === 1 && numbers === BYTES ? 'true' : 'false',
      reading: `it has type and data: ${isObject === 1}; data is an array of ${numbers} numbers for ${BYTES} bytes, which take ${heapPerByte.toFixed(0)} bytes of the heap each`,
    }),
  },
  async run({ record }) {
    const buffer = Buffer.alloc(BYTES, 'tidemark');
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    const made = buffer.toJSON();
    await collectGarbage();
    record('heapPerByte', (process.memoryUsage().heapUsed - before) / BYTES);
    record('isObject', Number(made.type === 'Buffer' && Array.isArray(made.data)));
    record('numbers', made.data.filter((value, at) => value === buffer[at]).length);
  },
});
