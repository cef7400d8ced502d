import { createReadStream, type ReadStream } from 'node:fs';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { acceptPeer, closeConnections, serve } from '../support/accept-peer.ts';
import { writeDataFile } from '../support/data-file.ts';
import { findLeftOpen } from '../support/left-open.ts';

export default defineScenario({
  name: 'client-abort-pipeline',
  title: 'Pipes files to clients that disconnect, with pipeline()',
  about: {
    what: 'Sends a file to each client with pipeline(); each client disconnects after the first bytes.',
    why: 'pipeline() destroys the file when the response is gone, so disconnected clients cost nothing afterwards. It rejects with ERR_STREAM_PREMATURE_CLOSE then, which is no fault of the server. From Node 24 on it destroys nothing if the response is already gone when it is called, and rejects with ERR_STREAM_UNABLE_TO_PIPE: destroy the file in catch. If the file fails, it destroys the response: to answer 404 or 500, open the file before the pipeline.',
    expect:
      'No file is open and nothing is buffered once the clients have disconnected. What is live then is the last chunk of each destroyed file, which the scenario retains to check that it is closed.',
  },
  tags: ['http', 'file', 'pipeline', 'right'],
  pairedWith: 'client-abort-pipe',
  parameters: {
    highWaterMark: bytes([64 * KiB]),
    clients: count([50]),
    volume: volume(16 * MiB),
  },
  expect: {
    checks: ({ parameters: { clients }, recorded }) => ({
      'every pipeline rejects with ERR_STREAM_PREMATURE_CLOSE': recorded.prematureCloses === clients,
      'no file stays open': recorded.openFiles === 0,
      'nothing stays buffered': recorded.bufferedBytes === 0,
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
    const answers: Promise<void>[] = [];
    const server = createServer({ highWaterMark }, (_request, response) => {
      const file = watch('file', createReadStream(path, { highWaterMark }));
      const answer = pipeline(file, watch('response', response), { signal });
      answer.catch(() => file.destroy());
      files.push(file);
      answers.push(answer);
    });
    await serve(server, connections, signal);
    const ends = await Promise.allSettled(answers);
    const reasons = ends.map((end) => (end.status === 'rejected' ? end.reason.code : undefined));
    record('prematureCloses', reasons.filter((code) => code === 'ERR_STREAM_PREMATURE_CLOSE').length);
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
