import { createReadStream, type ReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { closeServer } from '../support/accept-peer.ts';
import { acceptLeavingClients } from '../support/leaving-clients.ts';
import { findLeftOpen } from '../support/left-open.ts';

export default defineScenario({
  name: 'client-abort-pipeline',
  title: 'Pipes files to clients that leave, with pipeline()',
  about: {
    what: 'Sends a file to each client with pipeline(); each client leaves after the first bytes.',
    why: 'pipeline() destroys the file when the response is gone: clients who leave cost nothing afterwards.',
    expect: 'No file is open, and nothing is held, once the clients have left.',
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
      'every client has left before its end': recorded.clientsThatLeft === clients,
      'no descriptor is left open': recorded.descriptorsLeft === 0,
      'no bytes are held for clients that have left': recorded.bytesLeft === 0,
    }),
  },
  setup: acceptLeavingClients,
  async run({ parameters: { highWaterMark, volume }, prepared: { exchanges, path }, watch, record, signal }) {
    const files: ReadStream[] = [];
    const answers = exchanges.map(async ({ response }) => {
      const file = watch('file', createReadStream(path, { highWaterMark }));
      files.push(file);
      await pipeline(file, watch('response', response), { signal });
    });
    const ends = await Promise.allSettled(answers);
    const left = await findLeftOpen(files, { volume, signal });
    record('descriptorsLeft', left.length);
    record(
      'bytesLeft',
      left.reduce((sum, { readableLength }) => sum + readableLength, 0),
    );
    record('clientsThatLeft', ends.filter(({ status }) => status === 'rejected').length);
    return files;
  },
  teardown: closeServer,
});
