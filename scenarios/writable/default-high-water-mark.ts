import { once } from 'node:events';
import { getDefaultHighWaterMark, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { bytes, defineScenario, KiB, MiB } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

const NODE_MAJOR = Number.parseInt(process.versions.node, 10);
const DEFAULT_BYTES = NODE_MAJOR < 22 || process.platform === 'win32' ? 16 * KiB : 64 * KiB;

export default defineScenario({
  name: 'default-high-water-mark',
  title: 'What a stream buffers when nobody sets its highWaterMark',
  about: {
    what: "Writes to a stream with the default highWaterMark, and waits for 'drain' as it should.",
    why: 'The default decides how much each stream of each connection buffers, and it differs between versions of Node: with 22, each full stream buffers four times as much. stream.setDefaultHighWaterMark() changes it for a thread, except streams with a default of their own.',
    expect:
      '16 KiB on Node 20, 64 KiB from Node 22 on; on Windows still 16 KiB. Compare with --node 20 --node 22.',
  },
  tags: ['writable', 'highWaterMark', 'backpressure'],
  parameters: { chunkSize: bytes([4 * KiB]), volume: bytes([1 * MiB]) },
  expect: {
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'all bytes are delivered': counters.sink?.bytesOut === volume,
      'the default is the one of this version of Node': recorded.defaultBytes === DEFAULT_BYTES,
      'the stream buffers as much': counters.sink?.peakBufferedBytes === DEFAULT_BYTES,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    record('defaultBytes', getDefaultHighWaterMark(false));
    const sink = watch(
      'sink',
      new Writable({ write: (_chunk, _encoding, callback) => setImmediate(callback) }),
    );
    for (const chunk of byteSource({ allocation: 'alloc', ...parameters })) {
      if (!sink.write(chunk)) await once(sink, 'drain', { signal });
    }
    sink.end();
    await finished(sink, { signal });
  },
});
