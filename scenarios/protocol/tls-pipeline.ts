import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';
import { acceptTls, peakCiphertext } from '../support/protocol/accept-tls.ts';

/** Of the header and the authentication of each record, of up to 16 KiB. */
const RECORD_OVERHEAD_BYTES = 64;

export default defineScenario({
  name: 'tls-pipeline',
  title: 'Sends over TLS at the pace of the client',
  about: {
    what: 'Writes the same bytes to the same client with pipeline(), and looks at the encrypted bytes that are queued.',
    why: 'What is not queued is not encrypted: a slow client costs a highWaterMark of plain text and at most as much in encrypted form.',
    expect:
      'The socket buffers at most its highWaterMark and a chunk, and no more than that is encrypted ahead. highWaterMark is 16 KiB on Node 20 and 64 KiB from Node 22 on (on Windows still 16 KiB): tls.createServer() does not pass on the option of that name.',
  },
  tags: ['tls', 'pipeline', 'backpressure', 'right'],
  pairedWith: 'tls-ignore-drain',
  parameters: {
    chunkSize: bytes([16 * KiB]),
    sentSize: bytes([32 * MiB]),
  },
  expect: {
    checks: ({ parameters: { chunkSize, sentSize }, counters: { socket }, recorded }) => ({
      'all bytes are handed to the kernel': socket?.bytesOut === sentSize,
      'nothing is written after false': socket?.writesAfterFalse === 0,
      'the socket buffers less than highWaterMark + chunkSize':
        (socket?.peakBufferedBytes ?? sentSize) < (recorded.highWaterMark ?? 0) + chunkSize,
      'at most as much is encrypted ahead':
        (recorded.maxCiphertextBytes ?? sentSize) <=
        ((recorded.highWaterMark ?? 0) + chunkSize) * (1 + RECORD_OVERHEAD_BYTES / (16 * KiB)),
    }),
  },
  setup: ({ startPeer }) =>
    acceptTls((port) => startPeer(new URL('../peers/slow-tls-client.ts', import.meta.url), { port })),
  async run({ parameters: { chunkSize, sentSize }, prepared: socket, watch, record, signal }) {
    record('highWaterMark', socket.writableHighWaterMark);
    const ciphertext = peakCiphertext(socket);
    const chunks = Readable.from(byteSource({ allocation: 'alloc', chunkSize, volume: sentSize }));
    await pipeline(chunks, watch('socket', socket), { signal });
    record('maxCiphertextBytes', await ciphertext);
  },
  teardown: (socket) => void socket.destroy(),
});
