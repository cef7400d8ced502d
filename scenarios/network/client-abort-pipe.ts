import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { closeServer } from '../support/accept-peer.ts';
import { acceptLeavingClients } from '../support/leaving-clients.ts';
import { findLeftOpen } from '../support/left-open.ts';

export default defineScenario({
  name: 'client-abort-pipe',
  title: 'Pipes files to clients that leave, with pipe()',
  about: {
    what: 'Sends a file to each client with pipe(); each client leaves after the first bytes.',
    why: 'pipe() does not destroy its source: a server runs out of descriptors by clients who leave.',
    expect:
      'One open file for each client that has left, each with the highWaterMark that it had read ahead.',
  },
  tags: ['http', 'file', 'pipe', 'wrong'],
  pairedWith: 'client-abort-pipeline',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    clients: count([50]),
    volume: volume(16 * MiB),
  },
  expect: {
    checks: ({ parameters: { highWaterMark, clients }, recorded }) => ({
      'a descriptor is left open for each client': recorded.descriptorsLeft === clients,
      'each holds a highWaterMark for a client that has left': recorded.bytesLeft === clients * highWaterMark,
    }),
  },
  setup: acceptLeavingClients,
  async run({ parameters: { highWaterMark, volume }, prepared: { exchanges, path }, watch, record, signal }) {
    const files: ReadStream[] = [];
    const answers = exchanges.map(async ({ response }) => {
      const file = watch('file', createReadStream(path, { highWaterMark }));
      files.push(file);
      file.pipe(watch('response', response)); // BUG: nothing closes the file when the response is gone
      await once(response, 'close', { signal });
    });
    await Promise.all(answers);
    const left = await findLeftOpen(files, { volume, signal });
    record('descriptorsLeft', left.length);
    record(
      'bytesLeft',
      left.reduce((sum, { readableLength }) => sum + readableLength, 0),
    );
    return files;
  },
  teardown: closeServer,
});
