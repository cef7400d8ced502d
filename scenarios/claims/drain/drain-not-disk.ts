import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { countedSyncs } from '../../support/claims/counted-syncs.ts';

export default defineScenario({
  name: 'drain-not-disk',
  claim: {
    statement: "'drain' does not mean that the data is on the disk.",
    source: ['003'],
    rule: ({ recorded: { drains = 0, syncs = 0 } }) => ({
      verdict: syncs >= drains ? 'false' : 'true',
      reading: `'drain' was emitted ${drains} times, the file was synchronized with the disk ${syncs} times`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const { fileSystem, syncs } = countedSyncs();
    const file = createWriteStream(join(tempDir, 'big.txt'), { highWaterMark: 1 * KiB, fs: fileSystem });
    let drains = 0;
    for (; drains < 10; drains += 1) {
      while (file.write(Buffer.alloc(512, 'a')));
      await once(file, 'drain', { signal });
    }
    record('drains', drains);
    record('syncs', syncs());
    file.end();
    await finished(file, { signal });
  },
});
