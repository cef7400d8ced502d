import { Blob } from 'node:buffer';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const SIZE = 64 * KiB;
const VOLUME = 16 * MiB;

export default defineScenario({
  name: 'blob-stream-frees',
  claim: {
    statement: 'What was read from Blob.stream() is freed, once the program has dropped it.',
    source: ['node'],
    measured: ['retainedPerByte'],
    rule: ({ recorded: { retainedPerByte = 0 } }) => ({
      verdict: retainedPerByte < 0.5 ? 'true' : 'false',
      reading: `after ${VOLUME / MiB} MiB in Blobs of ${SIZE / KiB} KiB, ${retainedPerByte.toFixed(2)} bytes of Buffers were retained for each byte read`,
    }),
  },
  async run({ record, signal }) {
    await readBlob(); // what the first one loads is not a leak
    await collectGarbage();
    const before = process.memoryUsage().arrayBuffers;
    let bytes = 0;
    while (bytes < VOLUME && !signal.aborted) bytes += await readBlob();
    await collectGarbage();
    record('retainedPerByte', Math.max(0, process.memoryUsage().arrayBuffers - before) / bytes);
  },
});

async function readBlob(): Promise<number> {
  let bytes = 0;
  const stream: AsyncIterable<Uint8Array> = new Blob([Buffer.alloc(SIZE)]).stream();
  for await (const chunk of stream) bytes += chunk.byteLength;
  if (bytes !== SIZE) throw new Error(`${bytes} of ${SIZE} bytes were read`);
  return bytes;
}
