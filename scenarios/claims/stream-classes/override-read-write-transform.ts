import { type Duplex, Readable, Transform, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

const CLAIMED = ['_read', '_write', '_transform'];
const OTHERS = ['_construct', '_writev', '_final', '_flush', '_destroy'];

export default defineScenario({
  name: 'override-read-write-transform',
  claim: {
    statement:
      'A stream of your own overrides _read(), _write() or _transform(): these methods are where its behavior is.',
    source: ['000'],
    rule: ({ recorded: { claimed = 0, others = 0 } }) => ({
      verdict: claimed < CLAIMED.length ? 'false' : others > 0 ? 'partly' : 'true',
      condition: `these three are called, and so are ${OTHERS.join(', ')} if a stream has them: the place to open, to flush and to release`,
      reading: `Node called ${claimed} of these ${CLAIMED.length} methods, and ${others} of ${OTHERS.length} others`,
    }),
  },
  async run({ record, signal }) {
    const called = new Set<string>();
    const done = (name: string) => (callback: () => void) => {
      called.add(name);
      callback();
    };
    const construct = done('_construct');
    const final = done('_final');
    const destroy = (error: Error | null, callback: (error: Error | null) => void) => {
      called.add('_destroy');
      callback(error);
    };
    const readable = new Readable({
      construct,
      read() {
        called.add('_read');
        this.push(null);
      },
    });
    const writable = new Writable({
      final,
      destroy,
      write: (_chunk, _encoding, callback) => done('_write')(() => setImmediate(callback)),
      writev: (_chunks, callback) => done('_writev')(callback),
    });
    const transform = new Transform({
      transform: (_chunk, _encoding, callback) => done('_transform')(callback),
      flush: done('_flush'),
    });
    for (const chunk of ['one', 'two', 'three']) writable.write(chunk);
    writable.end();
    transform.end('one');
    const streams: (Readable | Writable | Duplex)[] = [readable.resume(), writable, transform.resume()];
    await Promise.all(streams.map((stream) => finished(stream, { signal })));
    record('claimed', CLAIMED.filter((name) => called.has(name)).length);
    record('others', OTHERS.filter((name) => called.has(name)).length);
  },
});
