import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';
import { readAhead } from '../../support/streams/read-ahead.ts';

export default defineScenario({
  name: 'stream-state-machine',
  claim: {
    statement:
      'A stream is a state machine: it has a buffer with a size, flows or is paused, and reports its life cycle by events.',
    source: ['000'],
    rule: ({ recorded: { bufferedBefore = 0, bufferedAfter = 0, modes = 0, eventsInOrder = 0 } }) => {
      const states = [bufferedBefore > 0 && bufferedAfter === 0, modes === 3, eventsInOrder === 1];
      return {
        verdict: states.every(Boolean) ? 'true' : states.some(Boolean) ? 'partly' : 'false',
        condition: `${states.filter(Boolean).length} of 3 kinds of state were seen`,
        reading: `readableLength went from ${bufferedBefore} to ${bufferedAfter} bytes, readableFlowing through ${modes} values, and the events ${eventsInOrder ? 'came' : 'did not come'} in the order pause, data, end, close`,
      };
    },
  },
  async run({ record, signal }) {
    const source = new Readable({
      highWaterMark: 100,
      read() {
        this.push(Buffer.alloc(100));
        this.push(null);
      },
    });
    const modes = new Set<boolean | null>([source.readableFlowing]);
    const events: string[] = [];
    for (const name of ['close', 'end', 'pause']) source.on(name, () => events.push(name));
    await readAhead(source);
    record('bufferedBefore', source.readableLength);
    source.on('data', () => events.push('data'));
    source.pause();
    modes.add(source.readableFlowing);
    source.resume();
    modes.add(source.readableFlowing);
    await finished(source, { signal });
    record('bufferedAfter', source.readableLength);
    record('modes', modes.size);
    record('eventsInOrder', Number(events.join() === 'pause,data,end,close'));
  },
});
