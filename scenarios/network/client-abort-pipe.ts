import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { writeDataFile } from '../support/data-file.ts';
import { findLeftOpen } from '../support/left-open.ts';

export default defineScenario({
  name: 'client-abort-pipe',
  title: 'Pipes files to clients that disconnect, with pipe()',
  about: {
    what: 'Sends a file to each client with pipe(); each client disconnects after the first bytes.',
    why: 'pipe() does not destroy its source, so clients that disconnect leak file descriptors.',
    expect: 'One open file per disconnected client, each with highWaterMark bytes read ahead.',
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
      'one file stays open per client': recorded.openFiles === clients,
      'each file buffers highWaterMark bytes': recorded.bufferedBytes === clients * highWaterMark,
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
      closed.push(once(response, 'close'));
    });
    await serve(server, connections, signal);
    await Promise.all(closed);
    const open = await findLeftOpen(files, { ...parameters, signal });
    record('openFiles', open.length);
    record(
      'bufferedBytes',
      open.reduce((sum, { readableLength }) => sum + readableLength, 0),
    );
    return files;
  },
  teardown: ({ connections }) => closeConnections(connections),
});
