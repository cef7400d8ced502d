import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';

const HIGH_WATER_MARK = 1 * KiB;
const CHUNK_BYTES = 256;
const ROUNDS = 20;

export default defineScenario({
  name: 'drain-when-below-hwm',
  claim: {
    statement: "'drain' is emitted as soon as the buffer falls below highWaterMark.",
    source: ['003'],
    rule: ({ recorded: { drains = 0, highestAtDrain = 0, silentBelow = 0 } }) => ({
      verdict: silentBelow === 0 ? 'true' : 'false',
      reading: `'drain' was emitted ${drains} times, ${highestAtDrain === 0 ? 'always at 0 bytes' : `at up to ${highestAtDrain} bytes`}; the buffer was below ${HIGH_WATER_MARK} bytes ${silentBelow} times without it`,
    }),
  },
  async run({ record, signal }) {
    const atDrain: number[] = [];
    let silentBelow = 0;
    let needsDrain = false;
    const sink = new Writable({
      highWaterMark: HIGH_WATER_MARK,
      write(_chunk, _encoding, callback) {
        setImmediate(() => {
          callback();
          // 'drain' is emitted in this turn, or not for this chunk.
          setImmediate(() => {
            if (needsDrain && sink.writableLength < HIGH_WATER_MARK) silentBelow += 1;
          });
        });
      },
    });
    const writeUntilFalse = () => {
      while (sink.write(Buffer.alloc(CHUNK_BYTES)));
      needsDrain = true;
    };
    sink.on('drain', () => {
      needsDrain = false;
      atDrain.push(sink.writableLength);
      if (atDrain.length < ROUNDS) writeUntilFalse();
      else sink.end();
    });
    writeUntilFalse();
    await finished(sink, { signal });
    record('drains', atDrain.length);
    record('highestAtDrain', Math.max(...atDrain));
    record('silentBelow', silentBelow);
  },
});
