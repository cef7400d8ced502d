import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { defineScenario, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { collectGarbage } from '../../support/memory/collect-garbage.ts';

const SMALL = 1 * MiB;
const LARGE = 8 * MiB;

export default defineScenario({
  name: 'gzip-pipeline-bounded',
  claim: {
    statement:
      'createReadStream().pipe(createGzip()).pipe(createWriteStream()) takes the same memory for any file.',
    source: ['000'],
    measured: ['smallLive', 'largeLive'],
    rule: ({ recorded: { smallLive = 0, largeLive = 0 } }) => ({
      verdict: largeLive - smallLive < 0.1 * LARGE ? 'true' : 'false',
      reading: `at most ${sizeInWords(smallLive)} are live while ${sizeInWords(SMALL)} are compressed, ${sizeInWords(largeLive)} while it is ${sizeInWords(LARGE)}`,
    }),
  },
  async run({ record, tempDir, signal }) {
    record('smallLive', await peakOfGzip(tempDir, SMALL, signal));
    record('largeLive', await peakOfGzip(tempDir, LARGE, signal));
  },
});

/** The most bytes of ArrayBuffers that are live at each quarter of the file. */
async function peakOfGzip(folder: string, volume: number, signal: AbortSignal): Promise<number> {
  const path = join(folder, 'input');
  await writeFile(path, randomBytes(volume));
  await collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const live: Promise<number>[] = [];
  const source = createReadStream(path);
  const target = createWriteStream(join(folder, 'output.gz'));
  source.on('data', () => {
    if (source.bytesRead < (live.length + 1) * (volume / 4)) return;
    live.push(collectGarbage().then(() => process.memoryUsage().arrayBuffers - before));
  });
  source.pipe(createGzip({ level: 1 })).pipe(target);
  await finished(target, { signal });
  if (live.length !== 4) throw new Error(`${source.bytesRead} bytes were read`);
  return Math.max(...(await Promise.all(live)));
}
