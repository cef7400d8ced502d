import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { sparseFile } from '../../support/claims/sparse-file.ts';

/** More than libuv has threads by default: 4. */
const TASKS = Number(process.env.UV_THREADPOOL_SIZE ?? 4);

export default defineScenario({
  name: 'file-io-nonblocking-libuv',
  claim: {
    statement: 'File streams use non-blocking I/O: the operating system calls back with the chunks.',
    source: ['000'],
    rule: ({ recorded: { turnsWhileReading = 0, fileWaitsForThread = 0, socketWaitsForThread = 0 } }) => ({
      verdict: turnsWhileReading === 0 ? 'false' : fileWaitsForThread ? 'partly' : 'true',
      condition:
        'it does not block the event loop; a thread of libuv waits for each read of a file, and reads queue while all threads are busy',
      reading: `with ${TASKS} threads busy, the first chunk of a file ${came(fileWaitsForThread)} a thread is free, that of a socket ${came(socketWaitsForThread)}; the event loop ${turnsWhileReading > 0 ? 'turns' : 'does not turn'} meanwhile`,
    }),
  },
  setup: ({ tempDir }) => sparseFile(tempDir, 64 * KiB),
  async run({ prepared: path, record, signal }) {
    const file = createReadStream(path);
    await once(file, 'open', { signal });
    const server = createServer((socket) => socket.end('data')).listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const order: string[] = [];
    const busy = Promise.all(
      Array.from({ length: TASKS }, async () => {
        await runOnThread();
        order.push('thread');
      }),
    );
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const socketRead = once(socket, 'data', { signal }).then(() => order.push('socket'));
    file.once('data', () => order.push('file'));
    let turns = 0;
    for (; !order.includes('file'); turns += 1) await nextTurn(undefined, { signal });
    await Promise.all([busy, socketRead]);
    server.close();
    file.destroy();
    record('turnsWhileReading', turns);
    record('fileWaitsForThread', Number(order.indexOf('file') > order.indexOf('thread')));
    record('socketWaitsForThread', Number(order.indexOf('socket') > order.indexOf('thread')));
  },
});

/** Keeps a thread of libuv busy for a while. */
const runOnThread = () =>
  new Promise<void>((resolve, reject) => {
    pbkdf2('password', 'salt', 30_000, 64, 'sha512', (error) => (error ? reject(error) : resolve()));
  });

const came = (waits: number) => (waits ? 'comes only when' : 'comes before');
