import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { jsonLines, LINE_BYTES, numberOfLine } from '../support/json-lines.ts';

/** Without a limit, a sender that never sends a newline decides how much is buffered. */
const MAX_LINE_LENGTH = 1 * MiB;

export default defineScenario({
  name: 'ndjson-parse',
  title: 'Parses a stream of JSON lines, record by record',
  about: {
    what: 'A generator in a pipeline splits bytes into lines, wherever the chunks were cut, and parses each line.',
    why: 'A file of any size is read as records. Only the current chunk and an unfinished line are in memory; a line above 1 MiB is refused. An invalid line makes the pipeline reject, and so does a blank one. A record is wrapped in an object, because a line may be null, which no stream accepts as a chunk: a pipeline rejects with it, and push(null) ends the stream.',
    expect:
      'At most 16 records are buffered, at any volume. Most of what is live is the megabyte of lines that the source sends again and again.',
  },
  tags: ['transform', 'generator', 'objectMode', 'backpressure', 'right'],
  parameters: { chunkSize: bytes([64 * KiB]), volume: volume(16 * MiB) },
  expect: {
    growth: 'bounded',
    checks: ({ parameters: { volume }, counters, recorded }) => ({
      'every record is read once, in order': recorded.records === Math.ceil(volume / LINE_BYTES),
      'no more records are buffered than the highWaterMark of 16 objects':
        (counters.sink?.peakBufferedChunks ?? 0) <= 16,
    }),
  },
  async run({ parameters, watch, record, signal }) {
    let records = 0;
    const sink = new Writable({
      objectMode: true,
      highWaterMark: 16,
      write({ value }: { value: { id: number } }, _encoding, callback) {
        const expected = numberOfLine(records);
        if (value.id !== expected)
          return void callback(new Error(`record ${value.id} arrived instead of ${expected}`));
        records += 1;
        // A turn of the event loop for each ten records: slower than the parser.
        if (records % 10 === 0) setImmediate(callback);
        else process.nextTick(callback);
      },
    });
    const source = watch('source', Readable.from(jsonLines(parameters)));
    await pipeline(source, parseLines, watch('sink', sink), { signal });
    record('records', records);
  },
});

/** Looks for a newline in the new chunk only, and joins a line once: a long line in small pieces takes linear time. */
export async function* parseLines(
  source: AsyncIterable<Buffer>,
): AsyncGenerator<{ readonly value: unknown }> {
  const decoder = new StringDecoder('utf8');
  const pieces: string[] = [];
  let length = 0;
  const add = (piece: string): void => {
    length += piece.length;
    if (length > MAX_LINE_LENGTH) throw new RangeError(`a line exceeds ${MAX_LINE_LENGTH} characters`);
    pieces.push(piece);
  };
  const parse = (): { readonly value: unknown } => {
    const line = pieces.splice(0).join('');
    length = 0;
    return { value: JSON.parse(line) };
  };
  for await (const chunk of source) {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    add(first);
    for (const piece of others) {
      yield parse();
      add(piece);
    }
  }
  add(decoder.end());
  if (length > 0) yield parse(); // the last line may lack its newline
}
