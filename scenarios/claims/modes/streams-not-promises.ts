import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const CHUNKS = Array.from({ length: 20 }, (_, index) => `chunk ${index}`);

export default defineScenario({
  name: 'streams-not-promises',
  claim: {
    statement: 'Streams are not based on promises: they work by events.',
    source: ['000'],
    rule: ({ recorded: { handlersAtOnce = 0, iterationsAtOnce = 0, pipelineIsPromise = 0 } }) => {
      const eventsDoNotWait = handlersAtOnce > 1;
      const promisesWork = iterationsAtOnce === 1 && pipelineIsPromise === 1;
      return {
        verdict: !eventsDoNotWait ? 'false' : promisesWork ? 'partly' : 'true',
        condition:
          'true of the events; for await and pipeline() of node:stream/promises are a standard part of every stream',
        reading: `${handlersAtOnce} of ${CHUNKS.length} async 'data' handlers run at once, and ${iterationsAtOnce} body of for await; pipeline() ${pipelineIsPromise ? 'returns a promise' : 'returns no promise'}`,
      };
    },
  },
  async run({ record, signal }) {
    const events = Readable.from(CHUNKS);
    const handler = countAtOnce(signal);
    events.on('data', handler.work);
    await once(events, 'end', { signal });
    record('handlersAtOnce', handler.most());

    const body = countAtOnce(signal);
    for await (const _chunk of Readable.from(CHUNKS)) await body.work();
    record('iterationsAtOnce', body.most());

    const sink = new Writable({ write: (_chunk, _encoding, callback) => callback() });
    const done = pipeline(Readable.from(CHUNKS), sink);
    record('pipelineIsPromise', Number(done instanceof Promise));
    await done;
  },
});

/** Work of a few turns of the event loop, and how much of it was under way at the same time. */
function countAtOnce(signal: AbortSignal) {
  let running = 0;
  let most = 0;
  return {
    async work() {
      running += 1;
      most = Math.max(most, running);
      await turnLoop(100, signal);
      running -= 1;
    },
    most: () => most,
  };
}
