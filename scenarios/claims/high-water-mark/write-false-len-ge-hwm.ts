import { Writable } from 'node:stream';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { stalledSink } from '../../support/claims/stalled-sink.ts';
import { slowSink } from '../../support/slow-sink.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const HIGH_WATER_MARK = 1 * KiB;

export default defineScenario({
  name: 'write-false-len-ge-hwm',
  claim: {
    statement:
      'write() returns true exactly if fewer bytes than highWaterMark are buffered, the written chunk included, and false otherwise.',
    source: ['003'],
    rule: ({ recorded: { writes = 0, falses = 0, exceptions = 0 } }) => ({
      verdict: exceptions === 0 ? 'true' : exceptions === writes ? 'false' : 'partly',
      condition: `${exceptions} of ${writes} writes are an exception`,
      reading: `${writes} writes, ${falses} returned false; writableLength < highWaterMark says the same for ${writes - exceptions} of them`,
    }),
  },
  async run({ record, signal }) {
    const synchronous = new Writable({
      highWaterMark: HIGH_WATER_MARK,
      write: (_chunk, _encoding, callback) => callback(),
    });
    let writes = 0;
    let falses = 0;
    let exceptions = 0;
    for (const sink of [
      stalledSink(HIGH_WATER_MARK),
      slowSink({ highWaterMark: HIGH_WATER_MARK }),
      synchronous,
    ]) {
      for (const bytes of [1, 511, 511, 1, 1, 512, 1023, 1024, 1025, 100 * KiB, 1]) {
        const isBelow = sink.write(Buffer.alloc(bytes));
        if (isBelow !== sink.writableLength < HIGH_WATER_MARK) exceptions += 1;
        writes += 1;
        if (!isBelow) falses += 1;
        await turnLoop(writes % 3, signal); // the slow one is sometimes emptier, sometimes fuller
      }
    }
    record('writes', writes);
    record('falses', falses);
    record('exceptions', exceptions);
  },
});
