import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { writeDataFile } from '../support/data-file.ts';
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
  setup: async ({ parameters: { highWaterMark, clients, volume }, tempDir, startPeer }) => ({
    path: await writeDataFile(tempDir, volume),
    connections: await acceptPeer({
      highWaterMark,
      connections: clients,
      startClient: (port) =>
        startPeer(new URL('../peers/leaving-clients.ts', import.meta.url), { port, clients }),
    }),
  }),
  async run({ parameters, prepared: { path, connections }, watch, record, signal }) {
    const { highWaterMark } = parameters;
    const files: ReadStream[] = [];
    const closed: Promise<unknown>[] = [];
    const server = createServer({ highWaterMark }, (_request, response) => {
      const file = watch('file', createReadStream(path, { highWaterMark }));
      file.pipe(watch('response', response)); // BUG: nothing closes the file when the response is gone
      files.push(file);
      closed.push(once(response, 'close', { signal }));
    });
    await serve(server, connections, signal);
    await Promise.all(closed);
    const left = await findLeftOpen(files, { ...parameters, signal });
    record('descriptorsLeft', left.length);
    record(
      'bytesLeft',
      left.reduce((sum, { readableLength }) => sum + readableLength, 0),
    );
    return files;
  },
  teardown: ({ connections }) => closeConnections(connections),
});
