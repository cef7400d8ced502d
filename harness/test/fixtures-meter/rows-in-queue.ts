import { Writable } from 'node:stream';
import { choice, defineScenario, KiB, MiB, volume } from 'tidemark';

/** Rows into a slow store, whose 'drain' is ignored. */
export default defineScenario({
  parameters: { row: choice(['buffer', 'nested', 'number']), volume: volume(1 * MiB) },
  async run({ parameters, watch }) {
    const store = watch(
      'store',
      new Writable({ objectMode: true, write: (_row, _encoding, done) => setImmediate(done) }),
    );
    for (let left = parameters.volume; left > 0; left -= 4 * KiB) {
      const payload = Buffer.alloc(4 * KiB, 1);
      if (parameters.row === 'buffer') store.write({ id: left, payload });
      else store.write(parameters.row === 'nested' ? { id: left, inside: { payload } } : { id: left });
    }
    store.end();
    await new Promise<void>((resolve) => store.on('finish', () => resolve()));
  },
});
