import { Readable } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const CHUNK_BYTES = 16 * KiB;
const CHUNKS = 100;

export default defineScenario({
  name: 'flowing-buffers-one-chunk',
  claim: {
    statement:
      'A flowing Readable whose _read() pushes at once buffers no more than the chunk that is emitted next.',
    source: ['node'],
    rule: ({ recorded: { mostBuffered = 0 } }) => ({
      verdict: mostBuffered <= CHUNK_BYTES ? 'true' : 'false',
      reading: `at most ${mostBuffered / CHUNK_BYTES} chunks of ${CHUNK_BYTES / KiB} KiB were buffered, of ${CHUNKS} that were read`,
    }),
  },
  async run({ record }) {
    let [pushed, received, mostBuffered] = [0, 0, 0];
    const source = new Readable({
      highWaterMark: 4 * CHUNK_BYTES,
      read() {
        this.push(pushed === CHUNKS ? null : Buffer.alloc(CHUNK_BYTES));
        pushed += 1;
        mostBuffered = Math.max(mostBuffered, this.readableLength);
      },
    });
    source.on('data', () => (received += 1));
    await new Promise((resolve) => source.on('end', resolve));
    if (received !== CHUNKS) throw new Error(`${received} of ${CHUNKS} chunks were received`);
    record('mostBuffered', mostBuffered);
  },
});
