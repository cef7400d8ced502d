import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { defineScenario, MiB } from '../../../harness/scenario.ts';

const VOLUME = 8 * MiB;

export default defineScenario({
  name: 'use-allocunsafe-for-tcp',
  claim: {
    statement: 'To process data of TCP fast, one has to allocate Buffers with allocUnsafe().',
    source: ['002'],
    measured: ['ratio'],
    isTiming: true,
    rule: ({ recorded: { chunks = 0, ready = 0, ratio = 0 } }) => ({
      verdict: ready < chunks || ratio < 0.67 ? 'true' : 'false',
      reading: `all of ${ready} chunks were Buffers that the socket had made; copying them into Buffers of allocUnsafe() took ${ratio.toFixed(2)} times as long as using them as they came`,
    }),
  },
  async run({ record, signal }) {
    const server = createServer((socket) => socket.end(Buffer.alloc(VOLUME))).listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const { port } = server.address() as AddressInfo;
    const receive = async (use: (chunk: Buffer) => Buffer) => {
      const start = performance.now();
      const socket = connect(port, '127.0.0.1');
      const counts = await consume(socket, use);
      return { ms: performance.now() - start, ...counts };
    };
    await receive(asItCame); // the first connection is slower
    const times = { direct: [] as number[], copied: [] as number[] };
    for (let round = 0; round < 5; round += 1) {
      const { ms, chunks, ready } = await receive(asItCame);
      times.direct.push(ms);
      times.copied.push((await receive(copy)).ms);
      record('chunks', chunks);
      record('ready', ready);
    }
    server.close();
    record('ratio', median(times.copied) / median(times.direct));
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

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
