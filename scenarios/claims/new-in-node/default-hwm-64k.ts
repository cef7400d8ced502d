import { Readable, Writable } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

const CHUNK_BYTES = 1 * KiB;

export default defineScenario({
  name: 'default-hwm-64k',
  claim: {
    statement: 'By default, write() and push() return false from 64 KiB on.',
    source: ['node'],
    rule: ({ recorded: { written = 0, pushed = 0 } }) => ({
      verdict: written === 64 * KiB && pushed === 64 * KiB ? 'true' : 'false',
      reading: `write() returned false at ${sizeInWords(written)}, and push() at ${sizeInWords(pushed)}`,
    }),
  },
  run({ record }) {
    const sink = new Writable({ write() {} });
    while (sink.write(Buffer.alloc(CHUNK_BYTES)));
    record('written', sink.writableLength);

    const source = new Readable({ read() {} });
    while (source.push(Buffer.alloc(CHUNK_BYTES)));
    record('pushed', source.readableLength);
  },
});
