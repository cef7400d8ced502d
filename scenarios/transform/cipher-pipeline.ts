import { createCipheriv, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { writeDataFile } from '../support/data-file.ts';
import { slowSink } from '../support/slow-sink.ts';

export default defineScenario({
  name: 'cipher-pipeline',
  title: 'Encrypts a file on its way to a slow sink',
  about: {
    what: 'Pipes a file through AES-256-GCM into a sink that accepts one chunk per turn of the event loop.',
    why: 'A cipher is a Transform: it holds its source back when the stream that reads from it is slow. Whoever decrypts needs the key, the nonce and the authentication tag; a nonce must never be used twice with one key, and no decrypted byte may be trusted before final() has verified the tag.',
    expect: 'The total buffered by all streams does not depend on the file size.',
  },
  tags: ['transform', 'crypto', 'file', 'backpressure', 'right'],
  parameters: { highWaterMark: bytes([64 * KiB]), volume: volume(128 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { highWaterMark, volume }, counters: { source, cipher, sink }, recorded }) => ({
      'the tag authenticates the whole file': recorded.tagBytes === 16,
      'a byte comes out for each byte that went in':
        source?.bytesOut === volume && cipher?.bytesIn === volume && sink?.bytesOut === volume,
      'no stream buffers more than highWaterMark and a chunk': [source, cipher, sink].every(
        (stream) => (stream?.peakBufferedBytes ?? 0) < (stream?.highWaterMarkBytes ?? 0) + highWaterMark,
      ),
    }),
  },
  setup: ({ parameters, tempDir }) => writeDataFile(tempDir, parameters.volume),
  async run({ parameters: { highWaterMark }, prepared: path, watch, record, signal }) {
    const cipher = createCipheriv('aes-256-gcm', randomBytes(32), randomBytes(12));
    await pipeline(
      watch('source', createReadStream(path, { highWaterMark })),
      watch('cipher', cipher),
      watch('sink', slowSink({ highWaterMark })),
      { signal },
    );
    record('tagBytes', cipher.getAuthTag().length); // stored with the file, as the nonce is
  },
});
