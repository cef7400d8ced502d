import { setInterval } from 'node:timers/promises';
import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const MiB = 1024 * 1024;
const TICKS = 30;

export default defineScenario({
  name: 'setinterval-buffers-leak',
  claim: {
    statement:
      'An array into which an interval pushes a Buffer of 1 MiB each time leaks that much each time.',
    source: ['001'],
    rule: ({ recorded: { perTick = 0 } }) => ({
      verdict: perTick > 0.95 && perTick < 1.05 ? 'true' : 'false',
      reading: `after ${TICKS} ticks ${perTick.toFixed(2)} MiB are retained for each`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    const leaked: Buffer[] = [];
    for await (const _tick of setInterval(1)) {
      leaked.push(Buffer.alloc(MiB));
      if (leaked.length === TICKS) break;
    }
    await collectGarbage();
    record('perTick', (process.memoryUsage().arrayBuffers - before) / (TICKS * MiB));
    return leaked;
  },
});
