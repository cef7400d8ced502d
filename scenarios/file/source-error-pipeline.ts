import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { failingSource, SOURCE_ERROR } from '../support/streams/failing-source.ts';
import { openFiles } from '../support/streams/open-files.ts';
import { whenClosed } from '../support/streams/when-closed.ts';

export default defineScenario({
  name: 'source-error-pipeline',
  title: 'Pipes sources that fail into files, with pipeline()',
  about: {
    what: 'Copies sources into files with pipeline(). Each source fails after its first chunk.',
    why: "pipeline() destroys all its streams when one of them fails, and rejects with the error of that stream. Up to Node 20 the file may still be open then: wait for 'close' before you remove it. The file that is left is incomplete: remove it, or write to a temporary name and rename it at the end.",
    expect:
      'pipeline() rejects for every source, and every file is closed after that, up to Node 20 a little later.',
  },
  tags: ['file', 'pipeline', 'right'],
  pairedWith: 'source-error-pipe',
  parameters: { chunkSize: bytes([16 * KiB]), copies: count([50]) },
  expect: {
    checks: ({ parameters: { copies }, recorded }) => ({
      'every copy is rejected with the error of its source': recorded.failures === copies,
      'every file is destroyed': recorded.undestroyedFiles === 0,
      'no file stays open': recorded.openFiles === 0,
    }),
  },
  setup: ({ parameters: { copies }, tempDir }) => openFiles(tempDir, copies),
  async run({ parameters: { chunkSize }, prepared: files, record, signal }) {
    const copies = await Promise.allSettled(
      files.map((file) => pipeline(failingSource(chunkSize), file, { signal })),
    );
    const failed = copies.filter(
      (copy) => copy.status === 'rejected' && copy.reason.message === SOURCE_ERROR,
    );
    record('failures', failed.length);
    record('undestroyedFiles', files.filter(({ destroyed }) => !destroyed).length);
    await Promise.all(files.map(whenClosed));
    record('openFiles', files.filter(({ closed }) => !closed).length);
  },
  teardown: (files) => files.forEach((file) => void file.destroy()),
});
