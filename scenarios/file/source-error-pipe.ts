import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { failingSource } from '../support/streams/failing-source.ts';
import { openFiles } from '../support/streams/open-files.ts';
import { whenClosed } from '../support/streams/when-closed.ts';
import { turnLoop } from '../support/turn-loop.ts';

export default defineScenario({
  name: 'source-error-pipe',
  title: 'Pipes sources that fail into files, with pipe()',
  about: {
    what: "Copies sources into files with pipe(), and logs the 'error' of each source. Each source fails after its first chunk.",
    why: 'pipe() forwards data and the end of the source, but not its errors. If the source fails, nothing ends or closes the destination: a file stays open, and a client waits for the rest of its response.',
    expect: 'One open file per source that failed, until the process ends.',
  },
  tags: ['file', 'pipe', 'leak', 'wrong'],
  pairedWith: 'source-error-pipeline',
  parameters: { chunkSize: bytes([16 * KiB]), copies: count([50]) },
  expect: {
    checks: ({ parameters: { copies }, recorded }) => ({
      'every source fails': recorded.failures === copies,
      'one file stays open per source': recorded.openFiles === copies,
    }),
  },
  setup: ({ parameters: { copies }, tempDir }) => openFiles(tempDir, copies),
  async run({ parameters: { chunkSize }, prepared: files, record }) {
    let failures = 0;
    const closed = files.map((file) => {
      const source = failingSource(chunkSize);
      source.on('error', () => {
        failures += 1; // BUG: the file is not destroyed
      });
      source.pipe(file);
      return whenClosed(source);
    });
    await Promise.all(closed);
    await turnLoop(10);
    record('failures', failures);
    record('openFiles', files.filter(({ closed }) => !closed).length);
  },
  teardown: (files) => files.forEach((file) => void file.destroy()),
});
