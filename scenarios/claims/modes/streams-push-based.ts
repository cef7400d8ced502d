import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

export default defineScenario({
  name: 'streams-push-based',
  claim: {
    statement: 'Node streams are push-based.',
    source: ['003'],
    rule: ({ recorded: { written = 0, pulledUnread = 0, pulledByOneRead = 0, items = 0 } }) => {
      const readableIsPulled = pulledUnread === 0 && pulledByOneRead < items;
      return {
        verdict: !readableIsPulled ? 'true' : written > 0 ? 'partly' : 'false',
        condition:
          'true of Writables, into which the program writes; a Readable pulls from its source, as far as somebody reads',
        reading: `write() puts ${written} chunk into a Writable at once; a Readable takes ${pulledUnread} items from its source before anybody reads, and ${pulledByOneRead} of ${items} for one read()`,
      };
    },
  },
  async run({ record, signal }) {
    let written = 0;
    const sink = new Writable({
      write(_chunk, _encoding, callback) {
        written += 1;
        callback();
      },
    });
    sink.write('a chunk');
    record('written', written);

    const items = 1000;
    let pulled = 0;
    const source = Readable.from(
      (function* () {
        for (; pulled < items; pulled += 1) yield pulled;
      })(),
      { highWaterMark: 1 },
    );
    await turnLoop(20, signal);
    record('pulledUnread', pulled);
    source.once('readable', () => source.read());
    await once(source, 'readable', { signal });
    await turnLoop(20, signal);
    record('pulledByOneRead', pulled);
    record('items', items);
    source.destroy();
  },
});
