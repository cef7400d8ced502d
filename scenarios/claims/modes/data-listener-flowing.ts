import { Readable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

export default defineScenario({
  name: 'data-listener-flowing',
  claim: {
    statement: "Adding a 'data' listener switches a Readable to flowing mode.",
    source: ['000'],
    rule: ({ recorded: { freshChunks = 0, pausedChunks = 0, readableChunks = 0 } }) => ({
      verdict: freshChunks === 0 ? 'false' : pausedChunks > 0 && readableChunks > 0 ? 'true' : 'partly',
      condition: "unless pause() was called before, or the stream has a 'readable' listener",
      reading: `${freshChunks} of 3 chunks arrive at a new stream, ${pausedChunks} after pause(), ${readableChunks} with a 'readable' listener`,
    }),
  },
  async run({ record, signal }) {
    const countChunks = async (source: Readable) => {
      let chunks = 0;
      source.on('data', () => {
        chunks += 1;
      });
      await turnLoop(20, signal);
      return chunks;
    };
    record('freshChunks', await countChunks(Readable.from(['one', 'two', 'three'])));
    record('pausedChunks', await countChunks(Readable.from(['one', 'two', 'three']).pause()));
    const pulled = Readable.from(['one', 'two', 'three']).on('readable', () => {}); // which never calls read()
    record('readableChunks', await countChunks(pulled));
  },
});
