import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const CLAIMED = 80;
const BUFFERS = 20_000;

export default defineScenario({
  name: 'buffer-object-80-bytes',
  claim: {
    statement: 'The object of a Buffer takes about 80 bytes of the V8 heap.',
    source: ['001'],
    measured: ['viewBytes'],
    rule: ({ recorded: { viewBytes = 0, ownBytes = 0 } }) => ({
      verdict: Math.abs(viewBytes - CLAIMED) <= CLAIMED / 10 ? 'true' : 'false',
      reading: `the object of a view takes ${Math.round(viewBytes)} bytes of the heap; with an ArrayBuffer of its own ${Math.round(ownBytes)} bytes`,
    }),
  },
  async run({ record }) {
    const memory = new ArrayBuffer(1024);
    record('viewBytes', await heapOfEach(() => Buffer.from(memory, 0, 100)));
    record('ownBytes', await heapOfEach(() => Buffer.allocUnsafeSlow(100)));
  },
});

async function heapOfEach(make: () => Buffer): Promise<number> {
  const kept = new Array<Buffer>(BUFFERS).fill(make());
  await collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let index = 0; index < BUFFERS; index += 1) kept[index] = make();
  await collectGarbage();
  const bytes = (process.memoryUsage().heapUsed - before) / BUFFERS;
  return kept.length === BUFFERS ? bytes : 0; // kept until here
}
