import { finished } from 'node:stream/promises';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptTls, peakCiphertext } from '../support/protocol/accept-tls.ts';

/** So many that all are written before the client begins to read, on a busy machine too. */
const BURST_CHUNKS = 16;
const MANY_BYTES = 1 * MiB;

export default defineScenario({
  name: 'tls-ignore-drain',
  title: 'Sends over TLS without waiting for the client',
  about: {
    what: 'Writes everything to an encrypted connection whose client reads slowly, ignores the return value of write(), and looks at the encrypted bytes that are queued.',
    why: 'A queue costs twice over TLS. When a write is done, Node hands over all that has been queued in the meantime; TLS encrypts all of it at once, and writableLength counts the plain text until the kernel has accepted the last encrypted byte.',
    expect:
      'Most of what was written is in writableLength, and much of it a second time as encrypted bytes, in native memory that neither writableLength nor arrayBuffers includes.',
  },
  tags: ['tls', 'backpressure', 'wrong'],
  pairedWith: 'tls-pipeline',
  parameters: {
    chunkSize: bytes([16 * KiB]),
    // Not a volume: the kernel accepts some MiB, how many depends on the system.
    sentSize: bytes([32 * MiB]),
  },
  expect: {
    checks: ({ parameters: { sentSize }, counters: { socket }, recorded }) => ({
      'all bytes are handed to the kernel': socket?.bytesOut === sentSize,
      'many times the default highWaterMark is buffered': (socket?.peakBufferedBytes ?? 0) > MANY_BYTES,
      'and is buffered a second time in encrypted form': (recorded.maxCiphertextBytes ?? 0) > MANY_BYTES,
    }),
  },
  setup: ({ startPeer }) =>
    acceptTls((port) => startPeer(new URL('../peers/slow-tls-client.ts', import.meta.url), { port })),
  async run({ parameters: { chunkSize, sentSize }, prepared: socket, watch, record, signal }) {
    watch('socket', socket);
    const ciphertext = peakCiphertext(socket);
    let written = 0;
    for (const chunk of byteSource({ allocation: 'alloc', chunkSize, volume: sentSize })) {
      socket.write(chunk); // BUG: the return value is ignored
      written += 1;
      if (written % BURST_CHUNKS === 0) await turnLoop(undefined, { signal });
    }
    socket.end();
    await finished(socket, { signal, readable: false });
    record('maxCiphertextBytes', await ciphertext);
  },
  teardown: (socket) => void socket.destroy(),
});
