import { defineScenario } from '../../../harness/scenario.ts';

const WRITES = 4_000_000;

export default defineScenario({
  name: 'index-write-no-heap-alloc',
  claim: {
    statement: 'Writing to a Buffer by its index allocates nothing on the heap.',
    source: ['001'],
    measured: ['bytesPerWrite'],
    rule: ({ recorded: { bytesPerWrite = 1 } }) => ({
      verdict: bytesPerWrite < 0.1 ? 'true' : 'false',
      reading: `${WRITES / 1e6} million writes allocated ${bytesPerWrite.toFixed(3)} bytes of the heap each`,
    }),
  },
  run({ record }) {
    const buffer = Buffer.alloc(1024);
    writeAll(buffer); // compiled by now
    const before = process.memoryUsage().heapUsed;
    writeAll(buffer);
    record('bytesPerWrite', Math.max(0, process.memoryUsage().heapUsed - before) / WRITES);
  },
});

function writeAll(buffer: Buffer): void {
  for (let write = 0; write < WRITES; write += 1) buffer[write & 1023] = write & 255;
}
