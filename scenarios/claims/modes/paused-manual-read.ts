import { createReadStream } from 'node:fs';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';
import { readAhead } from '../../support/streams/read-ahead.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const VOLUME = 256 * KiB;

export default defineScenario({
  name: 'paused-manual-read',
  claim: {
    statement: 'In paused mode a program pulls the data with read().',
    source: ['000'],
    rule: ({ recorded: { bufferedBytes = 0, chunksUnasked = 0, pulledBytes = 0 } }) => ({
      verdict: chunksUnasked === 0 && pulledBytes === VOLUME ? 'true' : 'false',
      reading: `until read() is called, ${sizeInWords(bufferedBytes)} are buffered and ${chunksUnasked} chunks delivered; read() pulls ${sizeInWords(pulledBytes)} of ${sizeInWords(VOLUME)}`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, VOLUME),
  async run({ prepared: path, record, signal }) {
    const source = createReadStream(path);
    let chunksUnasked = 0;
    source.on('data', () => {
      chunksUnasked += 1;
    });
    source.pause();
    await readAhead(source);
    await turnLoop(20, signal);
    record('bufferedBytes', source.readableLength);
    record('chunksUnasked', chunksUnasked);

    let pulledBytes = 0;
    while (pulledBytes < VOLUME) {
      const chunk: Buffer | null = source.read();
      if (chunk === null) await turnLoop(1, signal);
      else pulledBytes += chunk.length;
    }
    record('pulledBytes', pulledBytes);
    source.destroy();
  },
});
