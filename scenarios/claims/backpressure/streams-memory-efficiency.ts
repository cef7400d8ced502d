import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { arrivingBytes } from '../../support/streams/arriving-bytes.ts';

const VOLUME = 16 * MiB;

export default defineScenario({
  name: 'streams-memory-efficiency',
  claim: {
    statement:
      'Data from TCP is processed piece by piece: what is in memory does not depend on how much comes.',
    source: ['002'],
    rule: ({ recorded: { receivedBytes = 0, peakBytes = 0 } }) => ({
      verdict: peakBytes < 0.1 * receivedBytes ? 'true' : 'false',
      reading: `of ${sizeInWords(receivedBytes)} received, at most ${sizeInWords(peakBytes)} were in memory: the chunk and what the socket buffered`,
    }),
  },
  async run({ record, signal }) {
    const server = createServer((socket) => void send(socket, signal)).listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let receivedBytes = 0;
    let peakBytes = 0;
    for await (const chunk of socket) {
      receivedBytes += chunk.length;
      peakBytes = Math.max(peakBytes, chunk.length + socket.readableLength);
    }
    server.close();
    if (receivedBytes !== VOLUME) throw new Error(`${receivedBytes} bytes were received`);
    record('receivedBytes', receivedBytes);
    record('peakBytes', peakBytes);
  },
});

async function send(socket: Socket, signal: AbortSignal): Promise<void> {
  for await (const chunk of arrivingBytes({ chunkSize: 256 * KiB, volume: VOLUME, signal })) {
    if (!socket.write(chunk)) await once(socket, 'drain', { signal });
  }
  socket.end();
}
