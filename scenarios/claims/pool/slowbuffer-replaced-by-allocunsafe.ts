import buffer from 'node:buffer';
import { defineScenario } from '../../../harness/scenario.ts';

const SIZE = 100;

export default defineScenario({
  name: 'slowbuffer-replaced-by-allocunsafe',
  claim: {
    statement: 'SlowBuffer is deprecated, and has been replaced by Buffer.allocUnsafe().',
    source: ['002'],
    rule: ({ recorded: { isThere = 0, isPooled = 0, unsafeIsPooled = 0, unsafeSlowIsPooled = 0 } }) => ({
      // Its memory is not from the pool: that is what it was for.
      verdict: unsafeIsPooled === 0 ? 'true' : unsafeSlowIsPooled === 0 ? 'partly' : 'false',
      condition: `it ${isThere === 1 ? 'is still there, for old programs' : 'is gone'}, but its replacement is allocUnsafeSlow(), whose memory is not from the pool either`,
      reading: `${isThere === 1 ? `SlowBuffer() gives memory ${describePooled(isPooled)}` : 'there is no SlowBuffer'}, allocUnsafe() ${describePooled(unsafeIsPooled)}, allocUnsafeSlow() ${describePooled(unsafeSlowIsPooled)}`,
    }),
  },
  run({ record }) {
    const { SlowBuffer } = buffer as unknown as { readonly SlowBuffer?: (size: number) => Buffer };
    const isPooled = ({ buffer: { byteLength } }: Buffer) => (byteLength === SIZE ? 0 : 1);
    record('isThere', SlowBuffer === undefined ? 0 : 1);
    if (SlowBuffer !== undefined) record('isPooled', isPooled(SlowBuffer(SIZE)));
    record('unsafeIsPooled', isPooled(Buffer.allocUnsafe(SIZE)));
    record('unsafeSlowIsPooled', isPooled(Buffer.allocUnsafeSlow(SIZE)));
  },
});

const describePooled = (isPooled: number) => (isPooled === 1 ? 'from the pool' : 'of its own');
