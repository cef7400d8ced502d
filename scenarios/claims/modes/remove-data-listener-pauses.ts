import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';

const CHUNKS = 10;

export default defineScenario({
  name: 'remove-data-listener-pauses',
  claim: {
    statement: "Listeners decide the mode: a Readable whose last 'data' listener is removed is paused again.",
    source: ['000'],
    rule: ({ recorded: { stillFlows = 0, lostChunks = 0 } }) => ({
      verdict: stillFlows ? 'false' : 'true',
      reading: `readableFlowing is ${stillFlows ? 'still true' : 'no longer true'} without a listener, and ${lostChunks} of ${CHUNKS} chunks are lost`,
    }),
  },
  async run({ record, signal }) {
    const source = Readable.from(Array.from({ length: CHUNKS }, (_, index) => `chunk ${index}`));
    let received = 0;
    await new Promise<void>((resolve) => {
      source.on('data', function receive() {
        received += 1;
        source.off('data', receive);
        resolve();
      });
    });
    const stillFlows = source.readableFlowing === true;
    record('stillFlows', Number(stillFlows));
    // What has not flowed away is there for the next reader.
    if (stillFlows) await finished(source, { signal });
    else for await (const _chunk of source) received += 1;
    record('lostChunks', CHUNKS - received);
  },
});
