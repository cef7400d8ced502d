import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'buffer-is-thin-wrapper',
  claim: {
    statement: 'A Buffer is not a JavaScript object, but a thin wrapper around memory.',
    source: ['001'],
    rule: ({ recorded: { isUint8Array, takesProperties } }) => ({
      verdict: isUint8Array === 1 && takesProperties === 1 ? 'false' : 'true',
      reading: `instanceof Uint8Array: ${isUint8Array === 1}; a property that is set on it is there: ${takesProperties === 1}`,
    }),
  },
  run({ record }) {
    const buffer: Buffer & { label?: string } = Buffer.alloc(8);
    buffer.label = 'mine';
    record('isUint8Array', Number(buffer instanceof Uint8Array));
    record('takesProperties', Number(Object.keys(buffer).includes('label') && buffer.label === 'mine'));
  },
});
