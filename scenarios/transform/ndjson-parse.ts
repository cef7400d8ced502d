import { Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { jsonLines, LINE_BYTES, numberOfLine } from '../support/json-lines.ts';

export default defineScenario({
  name: 'ndjson-parse',
  title: 'Parses a stream of JSON lines, record by record',
  about: {
    what: 'Splits bytes into lines in a Transform, wherever the chunks were cut, and parses each line.',
    why: 'A file of any size is read as records, with only one chunk of them in memory.',
    expect:
      'The records of one chunk are buffered: more than the highWaterMark of 16 objects, but no more at a larger volume. Most of what is live is the megabyte of lines that the source sends again and again.',
  },
  tags: ['transform', 'objectMode', 'backpressure', 'right'],
  parameters: { chunkSize: bytes([64 * KiB]), volume: volume(16 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { chunkSize, volume }, counters, recorded }) => ({
      'every record is read once, in order': recorded.records === Math.ceil(volume / LINE_BYTES),
      'the parser buffers at most highWaterMark and the records of a chunk':
        (counters.records?.peakBufferedChunks ?? 0) <= Math.ceil(chunkSize / LINE_BYTES) + 16,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let records = 0;
    const sink = new Writable({
      objectMode: true,
      write({ id }: { id: number }, _encoding, callback) {
        const expected = numberOfLine(records);
        if (id !== expected) return void callback(new Error(`record ${id} arrived instead of ${expected}`));
        records += 1;
        // A turn of the event loop for each ten records: slower than the parser.
        if (records % 10 === 0) setImmediate(callback);
        else process.nextTick(callback);
      },
    });
    await pipeline(Readable.from(jsonLines(parameters)), watch('records', parseLines()), sink, { signal });
    record('records', records);
  },
});

function parseLines(): Transform {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return new Transform({
    readableObjectMode: true,
    transform(chunk, _encoding, callback) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.push(JSON.parse(line));
      callback();
    },
    flush(callback) {
      callback(rest === '' ? null : new Error('the last line is cut off'));
    },
  });
}
