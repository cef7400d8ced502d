import { defineScenario } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const MiB = 1024 * 1024;
const MIBS = 128;

export default defineScenario({
  name: 'large-fragment-memory',
  claim: {
    statement: 'Large Buffers fragment memory.',
    source: ['001'],
    measured: ['keptShare'],
    rule: ({ recorded: { keptShare = 0 } }) => ({
      verdict: keptShare > 0.5 ? 'true' : keptShare > 0.2 ? 'partly' : 'false',
      condition: 'some of what was freed stays with the process',
      reading: `of every second Buffer of 1 MiB that was dropped, RSS kept ${(100 * Math.max(0, keptShare)).toFixed(0)} %`,
    }),
  },
  async run({ record }) {
    await collectGarbage();
    let all: Buffer[] = Array.from({ length: MIBS }, () => Buffer.allocUnsafeSlow(MiB).fill(1));
    const full = process.memoryUsage.rss();
    all = all.filter((_, index) => index % 2 === 0);
    await collectGarbage();
    const dropped = (MIBS - all.length) * MiB;
    record('keptShare', 1 - (full - process.memoryUsage.rss()) / dropped);
    return all;
  },
});
