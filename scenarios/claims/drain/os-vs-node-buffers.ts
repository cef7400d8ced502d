import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';

export default defineScenario({
  name: 'os-vs-node-buffers',
  claim: {
    statement:
      "'drain' is about the buffer of Node: the data may still be in a buffer of the operating system.",
    source: ['003'],
    rule: ({ recorded: { drainedBytes = 0, readBytes = 0 } }) => ({
      verdict: drainedBytes > readBytes ? 'true' : 'false',
      reading: `'drain' was emitted for ${sizeInWords(drainedBytes)} of which the receiver had read ${sizeInWords(readBytes)}`,
    }),
  },
  async run({ record, signal }) {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1'); // it never reads
    await once(server, 'listening', { signal });
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [receiver] = (await once(server, 'connection', { signal })) as [Socket];
    if (client.write(Buffer.alloc(16 * KiB + client.writableHighWaterMark)))
      throw new Error('write() returned true');
    const written = client.writableLength;
    await once(client, 'drain', { signal });
    record('drainedBytes', written - client.writableLength);
    record('readBytes', receiver.bytesRead);
    client.destroy();
    receiver.destroy();
    server.close();
  },
});
