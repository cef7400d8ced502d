import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB, volume } from 'tidemark';

/** A test writes other values here, as a change to the program would. */
const HIGH_WATER_MARKS = 1;
const WAITS = true;
const FAILS = false;
const LIMIT = 1024;
const RETAINED_MIB = 0;

export default defineScenario({
  name: 'buffers-as-requested',
  title: 'Writes to a slow sink, with or without waiting',
  about: {
    what: "Writes, and waits for 'drain' if its constants say so.",
    why: 'A test can inject a fault by changing its file.',
    expect: 'A queue of a known length.',
  },
  tags: ['fault'],
  parameters: { highWaterMark: bytes([64 * KiB]), chunkSize: bytes([4 * KiB]), volume: volume(1 * MiB) },
  limits: { peakBufferedBytes: LIMIT * KiB },
  async run({ parameters: { highWaterMark, chunkSize, volume }, watch, signal }) {
    if (FAILS) throw new Error('on purpose');
    const retained = Buffer.alloc(RETAINED_MIB * MiB, 1);
    const sink = watch(
      'sink',
      new Writable({
        highWaterMark: HIGH_WATER_MARKS * highWaterMark,
        write: (_chunk, _encoding, callback) => setImmediate(callback),
      }),
    );
    for (let written = 0; written < volume; written += chunkSize) {
      if (!sink.write(Buffer.alloc(chunkSize)) && WAITS) await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
    if (retained.length !== RETAINED_MIB * MiB) throw new Error('it was not retained');
  },
});
