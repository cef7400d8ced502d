import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../harness/scenario.ts';
import { acceptPeer, closeServer } from './support/accept-peer.ts';
import { writeDataFile } from './support/data-file.ts';

/** Time for files that are destroyed to be closed. */
const CLOSE_MS = 100;

export default defineScenario({
  name: 'client-abort-pipe',
  title: 'Pipes files to clients that leave, with pipe()',
  about: {
    does: 'Sends a file to each client with pipe(); each client leaves after the first bytes.',
    matters: 'pipe() does not destroy its source: a server runs out of descriptors by clients who leave.',
    shows: 'One open file for each client that has left, each with what it had read ahead.',
  },
  tags: ['http', 'file', 'pipe', 'wrong'],
  pairedWith: 'client-abort-pipeline',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    clients: count([50]),
    volume: volume(16 * MiB),
  },
  expect: {
    holds: ({ parameters: { clients }, recorded }) => ({
      'a descriptor is left open for each client': recorded.descriptorsLeft === clients,
      'bytes are still held for clients that have left': (recorded.bytesLeft ?? 0) > 0,
    }),
  },
  async setup({ parameters: { highWaterMark, clients, volume }, scratch, startPeer }) {
    const path = await writeDataFile(scratch, volume);
    const accepted = await acceptPeer({
      highWaterMark,
      requests: clients,
      startClient: (port) =>
        startPeer(new URL('./peers/leaving-clients.ts', import.meta.url), { port, clients }),
    });
    return { ...accepted, path };
  },
  async run({ parameters: { highWaterMark }, prepared: { exchanges, path }, watch, record, signal }) {
    const files: ReadStream[] = [];
    const answers = exchanges.map(async ({ response }) => {
      const file = watch('file', createReadStream(path, { highWaterMark }));
      files.push(file);
      file.pipe(watch('response', response)); // the fault: nothing ends the file when the response is gone
      await once(response, 'close', { signal });
    });
    await Promise.all(answers);
    await wait(CLOSE_MS, undefined, { signal });
    const left = files.filter(({ closed }) => !closed);
    record('descriptorsLeft', left.length);
    record(
      'bytesLeft',
      left.reduce((sum, { readableLength }) => sum + readableLength, 0),
    );
    return files;
  },
  teardown: closeServer,
});
