import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Readable } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';
import { turnLoop } from '../../support/turn-loop.ts';

export default defineScenario({
  name: 'streams-lazy',
  claim: {
    statement: 'Streams are lazy: nothing happens until somebody reads.',
    source: ['000'],
    rule: ({ recorded: { reads = 0, fileBytes = 0, filesOpened = 0, socketBytes = 0 } }) => ({
      verdict: reads > 0 || fileBytes > 0 ? 'false' : filesOpened > 0 || socketBytes > 0 ? 'partly' : 'true',
      condition:
        'no data is read from a file or a source of your own; but a file is opened at once, and a socket reads up to highWaterMark by itself',
      reading: `before anybody reads: ${reads} calls of _read(), ${fileBytes} bytes read from a file which has ${filesOpened ? 'been opened' : 'not been opened'}, ${socketBytes} bytes from a socket`,
    }),
  },
  async run({ record, tempDir, signal }) {
    let reads = 0;
    const source = new Readable({
      read() {
        reads += 1;
        this.push('a chunk');
      },
    });
    const file = createReadStream(await sparseFile(tempDir, 64 * KiB));
    let filesOpened = 0;
    file.once('open', () => {
      filesOpened += 1;
    });
    const server = createServer((socket) => socket.end(Buffer.alloc(1000))).listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect', { signal });
    for (let turn = 0; turn < 1000 && (filesOpened === 0 || socket.bytesRead === 0); turn += 1)
      await turnLoop(1, signal);
    record('reads', reads);
    record('fileBytes', file.bytesRead);
    record('filesOpened', filesOpened);
    record('socketBytes', socket.bytesRead);
    for (const stream of [source, file, socket]) stream.destroy();
    server.close();
  },
});
