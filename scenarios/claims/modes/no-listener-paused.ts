import { Readable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { turnLoop } from '../../support/turn-loop.ts';

export default defineScenario({
  name: 'no-listener-paused',
  claim: {
    statement: 'Without listeners a Readable is in paused mode.',
    source: ['000'],
    rule: ({ recorded: { reads = 0, isPaused = 0, startsByListener = 0, pausedStartsByListener = 0 } }) => ({
      verdict:
        reads > 0 ? 'false' : isPaused && startsByListener === pausedStartsByListener ? 'true' : 'partly',
      condition:
        "it delivers nothing, and is neither flowing nor paused: readableFlowing is null, so that a 'data' listener starts it, which after pause() it does not",
      reading: `without a listener: ${reads} reads, isPaused() ${Boolean(isPaused)}, a 'data' listener ${starts(startsByListener)}; after pause() it ${starts(pausedStartsByListener)}`,
    }),
  },
  async run({ record, signal }) {
    let reads = 0;
    const source = () =>
      new Readable({
        read() {
          reads += 1;
          this.push('a chunk');
        },
      });
    const idle = source();
    await turnLoop(20, signal);
    record('reads', reads);
    record('isPaused', Number(idle.isPaused()));
    record('startsByListener', Number(await startsByListener(idle)));
    record('pausedStartsByListener', Number(await startsByListener(source().pause())));
  },
});

async function startsByListener(source: Readable): Promise<boolean> {
  let chunks = 0;
  source.on('data', () => {
    chunks += 1;
    source.destroy();
  });
  await turnLoop(20);
  return chunks > 0;
}

const starts = (isStarted: number) => (isStarted ? 'starts it' : 'does not start it');
