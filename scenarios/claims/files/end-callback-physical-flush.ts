import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { countedSyncs } from '../../support/claims/counted-syncs.ts';

export default defineScenario({
  name: 'end-callback-physical-flush',
  claim: {
    statement: 'The callback of end() says that the data has been flushed to the disk.',
    source: ['003'],
    rule: ({ recorded: { syncsAtCallback = 0, syncsWithFlush = 0 } }) => ({
      verdict: syncsAtCallback > 0 ? 'true' : 'false',
      reading: `the file had been synchronized with the disk ${syncsAtCallback} times at the callback; with the option flush ${syncsWithFlush} times before 'close'`,
    }),
  },
  async run({ record, tempDir, signal }) {
    const plain = await writeFile(join(tempDir, 'plain.log'), {}, signal);
    record('syncsAtCallback', plain.syncsAtCallback);
    const flushed = await writeFile(join(tempDir, 'flushed.log'), { flush: true }, signal);
    record('syncsWithFlush', flushed.syncsAtClose);
  },
});

async function writeFile(path: string, options: { readonly flush?: boolean }, signal: AbortSignal) {
  const { fileSystem, syncs } = countedSyncs();
  const file = createWriteStream(path, { ...options, fs: fileSystem });
  for (let chunk = 0; chunk < 64; chunk += 1) file.write(Buffer.alloc(16 * KiB, 'a'));
  let syncsAtCallback: number | undefined;
  file.end(() => {
    syncsAtCallback = syncs();
  });
  await finished(file, { signal });
  if (syncsAtCallback === undefined) throw new Error('the callback of end() was not called');
  return { syncsAtCallback, syncsAtClose: syncs() };
}
