import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario, KiB } from '../../../harness/scenario.ts';
import { whenClosed } from '../../support/streams/when-closed.ts';

const CHUNK_BYTES = 64 * KiB;

export default defineScenario({
  name: 'write-always-accepts',
  claim: {
    statement: 'write() always accepts the chunk: false never means that it is lost.',
    source: ['003'],
    rule: ({ recorded: { openFalses = 0, openLost = 0, closedFalses = 0, closedLost = 0 } }) => ({
      verdict: openLost > 0 ? 'false' : closedLost > 0 ? 'partly' : 'true',
      condition:
        'as long as the stream is open; after end() or destroy() write() returns false as well, and the chunk is lost',
      reading: `open: ${openFalses} writes returned false, ${openLost} of them lost; ended or destroyed: ${closedFalses} returned false, ${closedLost} lost`,
    }),
  },
  async run({ record, signal }) {
    const open = countingSink();
    let openFalses = 0;
    for (let index = 0; index < 10; index += 1)
      if (!open.sink.write(Buffer.alloc(CHUNK_BYTES))) openFalses += 1;
    open.sink.end();
    await finished(open.sink, { signal });
    if (openFalses === 0) throw new Error('write() never returned false');
    record('openFalses', openFalses);
    record('openLost', 10 - open.delivered());

    const ended = countingSink();
    ended.sink.end();
    const destroyed = countingSink();
    destroyed.sink.destroy();
    const answers = [ended, destroyed].map(({ sink }) => sink.write(Buffer.alloc(1)));
    await Promise.all([whenClosed(ended.sink), whenClosed(destroyed.sink)]);
    record('closedFalses', answers.filter((isAccepted) => !isAccepted).length);
    record('closedLost', answers.length - ended.delivered() - destroyed.delivered());
  },
});

function countingSink() {
  let chunks = 0;
  const sink = new Writable({
    highWaterMark: CHUNK_BYTES,
    write(_chunk, _encoding, callback) {
      chunks += 1;
      setImmediate(callback);
    },
  });
  sink.on('error', () => {}); // write after end
  return { sink, delivered: () => chunks };
}
