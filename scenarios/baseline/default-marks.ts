import { getDefaultHighWaterMark } from 'node:stream';
import { defineScenario, KiB } from '../../harness/scenario.ts';
import { recordBufferPool } from '../support/default-marks/buffer-pool.ts';
import { recordConnectedStreams } from '../support/default-marks/connected-streams.ts';
import { markRecorder } from '../support/default-marks/record-mark.ts';
import { recordStreamsInMemory } from '../support/default-marks/streams-in-memory.ts';
import { recordWebStreams } from '../support/default-marks/web-streams.ts';

/** Those that have a default of their own, whatever the Node version. */
const OWN_DEFAULTS: Readonly<Record<string, number>> = {
  'PassThrough({ objectMode: true }) writableObjects': 16,
  'PassThrough({ objectMode: true }) readableObjects': 16,
  'Readable.from() readableObjects': 1,
  'Readable.from(…, { objectMode: false }) readableBytes': 1,
  'fs.createReadStream() readableBytes': 64 * KiB,
  'http2.Http2Stream windowBytes': 65_535,
  'ReadableStream readableChunks': 1,
  "ReadableStream({ type: 'bytes' }) readableBytes": 0,
  'WritableStream writableChunks': 1,
  'TransformStream writableChunks': 1,
  'TransformStream readableChunks': 0,
  'TextDecoderStream writableChunks': 1,
};

export default defineScenario({
  name: 'default-marks',
  title: 'What is buffered where nobody sets highWaterMark',
  about: {
    what: 'Reads the highWaterMark that each class of streams has by default, and the sizes of the pool of Buffers.',
    why: 'These limits apply to most streams of a program, and they have changed: byte streams had 16 KiB up to Node 20 and have 64 KiB from Node 22 on, except on Windows, and Node 24.18 and 26.3 made the pool of Buffers eight times larger. An upgrade changes the memory of every connection.',
    expect:
      'The figures of the table of defaults. highWaterMark is a threshold, not a limit: nothing is refused beyond it. Code that obeys the return value exceeds it by less than one chunk.',
  },
  tags: ['baseline', 'highWaterMark', 'pool', 'objectMode'],
  expect: {
    checks: ({ recorded }) => ({
      'the default is 16 or 64 KiB': [16 * KiB, 64 * KiB].includes(recorded.defaultBytes ?? 0),
      'streams with a default of their own have it': Object.entries(OWN_DEFAULTS).every(
        ([name, value]) => recorded[name] === value,
      ),
      'all others have the default': Object.entries(recorded).every(
        ([name, value]) =>
          name in OWN_DEFAULTS || name.startsWith('Buffer.allocUnsafe() ') || value === recorded.defaultBytes,
      ),
      'only Buffers smaller than half a slab are pooled':
        (recorded['Buffer.allocUnsafe() pooledBelowBytes'] ?? 0) <=
        (recorded['Buffer.allocUnsafe() slabBytes'] ?? 0) / 2,
    }),
  },
  async run({ record }) {
    record('defaultBytes', getDefaultHighWaterMark(false));
    recordStreamsInMemory(markRecorder(record));
    await recordConnectedStreams(markRecorder(record), record);
    recordWebStreams(record);
    recordBufferPool(record);
  },
});
