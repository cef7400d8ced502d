import { once } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptWebSocket } from '../support/protocol/accept-websocket.ts';

/** So many that all are sent before the client begins to read, on a busy machine too. */
const BURST_MESSAGES = 16;

export default defineScenario({
  name: 'websocket-ignore-buffered',
  title: 'Sends to a slow WebSocket without looking at bufferedAmount',
  about: {
    what: 'Sends messages to a WebSocket whose client reads slowly, 16 messages per turn of the event loop.',
    why: "send() returns nothing, and a WebSocket has no 'drain' event: only bufferedAmount, or the callback of send() in ws, says that the client is slower. The WebSocket that Node has had as a global since 22 has bufferedAmount alone.",
    expect:
      'bufferedAmount rises to nearly everything that was sent, except what the kernel accepted; no highWaterMark applies.',
  },
  tags: ['websocket', 'backpressure', 'wrong'],
  pairedWith: 'websocket-pipeline',
  parameters: {
    messageSize: bytes([64 * KiB]),
    // Not a volume: the kernel accepts some MiB, how many depends on the system.
    sentSize: bytes([32 * MiB]),
  },
  expect: {
    checks: ({ parameters: { messageSize, sentSize }, counters, recorded }) => ({
      'every message is sent': recorded.messages === sentSize / messageSize,
      'many messages are buffered at the same time':
        (counters.websocket?.peakBufferedBytes ?? 0) > 16 * messageSize,
    }),
  },
  setup: ({ startPeer }) =>
    acceptWebSocket((port) =>
      startPeer(new URL('../peers/slow-websocket-client.ts', import.meta.url), { port }),
    ),
  async run({ parameters: { messageSize, sentSize }, prepared: socket, watch, record, signal }) {
    watch('websocket', socket, { buffered: () => socket.bufferedAmount });
    let messages = 0;
    for (const message of byteSource({ allocation: 'alloc', chunkSize: messageSize, volume: sentSize })) {
      socket.send(message); // BUG: nothing waits until bufferedAmount has fallen
      messages += 1;
      if (messages % BURST_MESSAGES === 0) await turnLoop(undefined, { signal });
    }
    record('messages', messages);
    socket.close();
    await once(socket, 'close', { signal });
  },
  teardown: (socket) => socket.terminate(),
});
