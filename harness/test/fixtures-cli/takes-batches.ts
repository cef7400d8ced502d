import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, volume } from '../../scenario.ts';

/** Whatever is queued is taken at once: a batch takes as long whatever its size is. */
const BATCH_MS = 10;

export default defineScenario({
  title: 'Takes batches',
  about: { what: 'Takes batches.', why: 'For tests.', expect: 'A larger highWaterMark is faster.' },
  tags: [],
  parameters: {
    highWaterMark: bytes([2 * KiB]),
    chunkSize: bytes([1 * KiB]),
    volume: volume(128 * KiB),
  },
  async run({ parameters: { highWaterMark, chunkSize, volume }, watch }) {
    const take = (done: () => void): unknown => setTimeout(done, BATCH_MS);
    const sink = watch(
      'sink',
      new Writable({
        highWaterMark,
        write: (_chunk, _encoding, done) => take(done),
        writev: (_chunks, done) => take(done),
      }),
    );
    for (let sent = 0; sent < volume; sent += chunkSize) {
      if (!sink.write(Buffer.alloc(chunkSize))) await once(sink, 'drain');
    }
    sink.end();
    await finished(sink);
  },
});
