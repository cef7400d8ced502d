import { defineScenario } from '../../../harness/scenario.ts';

const BLOCK_MS = 20;

export default defineScenario({
  name: 'large-alloc-blocks-loop',
  claim: {
    statement: 'Allocating a large Buffer blocks the event loop.',
    source: ['001'],
    measured: ['allocMs', 'fillMs'],
    isTiming: true,
    rule: ({ recorded: { allocMs = 0, fillMs = 0 } }) => ({
      verdict: allocMs > BLOCK_MS ? 'true' : fillMs > BLOCK_MS ? 'partly' : 'false',
      condition: 'not the allocation, but the first use of the memory',
      reading: `alloc() of 256 MiB took ${allocMs > BLOCK_MS ? 'more' : 'less'} than ${BLOCK_MS} ms, and filling it ${fillMs > BLOCK_MS ? 'more' : 'less'}`,
    }),
  },
  run({ record }) {
    let before = process.cpuUsage();
    const buffer = Buffer.alloc(256 * 1024 * 1024);
    record('allocMs', msSince(before));
    before = process.cpuUsage();
    buffer.fill(1);
    record('fillMs', msSince(before));
  },
});

function msSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
