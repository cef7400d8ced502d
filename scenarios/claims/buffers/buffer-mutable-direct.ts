import { defineScenario } from '../../../harness/scenario.ts';

/** Each value that a byte can have. */
const BYTES = 256;

export default defineScenario({
  name: 'buffer-mutable-direct',
  claim: {
    statement: 'A Buffer is raw memory that can be written to directly, without any encoding.',
    source: ['001'],
    rule: ({ recorded: { bytesSeen } }) => ({
      verdict: bytesSeen === BYTES ? 'true' : 'false',
      reading: `of ${BYTES} bytes that were set by their index, another view of the same memory shows ${bytesSeen} unchanged`,
    }),
  },
  run({ record }) {
    const buffer = Buffer.alloc(BYTES);
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
    for (let value = 0; value < BYTES; value += 1) buffer[value] = value;
    const seen = Array.from({ length: BYTES }, (_, at) => view.getUint8(at)).filter(
      (value, at) => value === at,
    );
    record('bytesSeen', seen.length);
  },
});
