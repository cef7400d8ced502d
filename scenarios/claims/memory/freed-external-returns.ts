import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const BYTES = 2048;
const COUNT = 32_768;
/** These stay, one on each page of memory or two. */
const ONE_IN = 4;

export default defineScenario({
  name: 'freed-external-returns',
  claim: {
    statement: 'After a collection the memory of Buffers that were dropped is freed.',
    source: ['001'],
    measured: ['returnedShare'],
    rule: ({ recorded: { freedShare = 0, returnedShare = 0 } }) => ({
      verdict: freedShare < 0.9 ? 'false' : returnedShare > 0.8 ? 'true' : 'partly',
      condition: 'by V8; of small Buffers the process gives little back to the system',
      reading: `of dropped Buffers of 2 KiB, arrayBuffers fell by ${(100 * freedShare).toFixed(0)} % and RSS by ${returnedShare > 0.8 ? 'as much' : 'far less'}`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    let all: Buffer[] = Array.from({ length: COUNT }, () => Buffer.allocUnsafeSlow(BYTES).fill(1));
    await collectGarbage();
    const full = process.memoryUsage();
    all = all.filter((_, index) => index % ONE_IN === 0);
    await collectGarbage();
    const after = process.memoryUsage();
    const dropped = (COUNT - all.length) * BYTES;
    record('freedShare', (full.arrayBuffers - after.arrayBuffers) / dropped);
    record('returnedShare', (full.rss - after.rss) / dropped);
    return all;
  },
});
