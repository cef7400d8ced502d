import { defineScenario } from '../../../harness/scenario.ts';
import { objectSizes } from '../../support/claims/object-size.ts';

const CLAIMED = 80;
const BUFFERS = 1000;

export default defineScenario({
  name: 'buffer-object-80-bytes',
  claim: {
    statement: 'The object of a Buffer takes about 80 bytes of the V8 heap.',
    source: ['001'],
    rule: ({ recorded: { bufferBytes = 0, arrayBufferBytes = 0 } }) => ({
      verdict: Math.abs(bufferBytes - CLAIMED) <= CLAIMED / 10 ? 'true' : 'false',
      reading: `the object of a Buffer takes ${bufferBytes} bytes of the heap; that of an ArrayBuffer of its own ${arrayBufferBytes} bytes more`,
    }),
  },
  async run({ record }) {
    const kept = Array.from({ length: BUFFERS }, () => Buffer.allocUnsafeSlow(100));
    const [buffer = 0, arrayBuffer = 0] = await objectSizes(['Buffer', 'ArrayBuffer']);
    record('bufferBytes', buffer);
    record('arrayBufferBytes', arrayBuffer);
    return kept;
  },
});
