import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { defineScenario, MiB } from '../../../harness/scenario.ts';

const VOLUME = 8 * MiB;
const ROUNDS = 11;

export default defineScenario({
  name: 'use-allocunsafe-for-tcp',
  claim: {
    statement: 'To process TCP data fast, one has to allocate Buffers with allocUnsafe().',
    source: ['002'],
    measured: ['ratio'],
    isTiming: true,
    rule: ({ recorded: { chunks = 0, ready = 0, ratio = 0 } }) => ({
      verdict: ready < chunks || ratio < 0.67 ? 'true' : 'false',
      reading: `${ready} of ${chunks} chunks were Buffers that the socket had made; copying them into Buffers of allocUnsafe() took ${ratio.toFixed(2)} times the CPU time of using them as they came`,
    }),
  },
  async run({ record, signal }) {
    const server = createServer((socket) => socket.end(Buffer.alloc(VOLUME))).listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const { port } = server.address() as AddressInfo;
    const receive = async (use: (chunk: Buffer) => Buffer) => {
      const before = process.cpuUsage();
      const socket = connect(port, '127.0.0.1');
      const counts = await consume(socket, use);
      const { user, system } = process.cpuUsage(before);
      return { microseconds: user + system, ...counts };
    };
    await receive(asItCame); // the first connection is slower
    const times = { direct: [] as number[], copied: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const { microseconds, chunks, ready } = await receive(asItCame);
      times.direct.push(microseconds);
      times.copied.push((await receive(copy)).microseconds);
      record('chunks', chunks);
      record('ready', ready);
    }
    server.close();
    // Other work on the machine only adds to a time.
    record('ratio', Math.min(...times.copied) / Math.min(...times.direct));
  },
});

const asItCame = (chunk: Buffer) => chunk;

function copy(chunk: Buffer): Buffer {
  const own = Buffer.allocUnsafe(chunk.length);
  chunk.copy(own);
  return own;
}

async function consume(socket: Socket, use: (chunk: Buffer) => Buffer) {
  let [bytes, chunks, ready] = [0, 0, 0];
  for await (const chunk of socket) {
    chunks += 1;
    if (Buffer.isBuffer(chunk)) ready += 1;
    bytes += use(chunk).length;
  }
  if (bytes !== VOLUME) throw new Error(`${bytes} bytes arrived`);
  return { chunks, ready };
}
