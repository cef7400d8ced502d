import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario, MiB, volume } from '../../scenario.ts';

export default defineScenario({
  title: 'Waits for its sink',
  parameters: { volume: volume(MiB) },
  async run({ parameters, watch }) {
    const slow = new Writable({
      highWaterMark: 65536,
      write: (_chunk, _encoding, done) => setImmediate(done),
    });
    const sink = watch('sink', slow);
    for (let sent = 0; sent < parameters.volume; sent += 16384)
      if (!sink.write(Buffer.alloc(16384))) await once(sink, 'drain');
    sink.end();
    await finished(sink);
  },
});
