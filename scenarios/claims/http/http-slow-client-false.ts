import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { openExchange } from '../../support/claims/exchange.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { turnLoop } from '../../support/turn-loop.ts';

const CHUNK = Buffer.alloc(64 * KiB);
/** More than the buffers of the operating system take between two ends of a connection. */
const VOLUME = 24 * MiB;

export default defineScenario({
  name: 'http-slow-client-false',
  claim: {
    statement:
      "If an HTTP client reads slowly, res.write() returns false, and 'drain' comes when the client has caught up.",
    source: ['003'],
    rule: ({ recorded: { falses = 0, drains = 0, peakBytes = 0, stalledBytes = 0 } }) => ({
      verdict:
        falses > 0 && drains === falses && stalledBytes < VOLUME ? 'true' : falses > 0 ? 'partly' : 'false',
      condition: "'drain' does not depend on the client",
      reading: `res.write() returned false ${falses} times and 'drain' followed ${drains} times; at most ${sizeInWords(peakBytes)} of ${sizeInWords(VOLUME)} were buffered, and ${sizeInWords(stalledBytes)} had been written when the client began to read`,
    }),
  },
  async run({ record, signal }) {
    const { res, clientRequest, close } = await openExchange(signal);
    clientRequest.end();
    const counted = { falses: 0, drains: 0, peakBytes: 0, writtenBytes: 0 };
    const sent = (async () => {
      for (; counted.writtenBytes < VOLUME; counted.writtenBytes += CHUNK.length) {
        const isFull = !res.write(CHUNK);
        counted.peakBytes = Math.max(counted.peakBytes, res.writableLength);
        if (!isFull) continue;
        counted.falses += 1;
        await once(res, 'drain', { signal });
        counted.drains += 1;
      }
      res.end();
    })();
    const [response] = (await once(clientRequest, 'response', { signal })) as [IncomingMessage];
    await untilWaiting(counted, signal);
    record('stalledBytes', counted.writtenBytes);
    for await (const chunk of response) void chunk;
    await sent;
    record('falses', counted.falses);
    record('drains', counted.drains);
    record('peakBytes', counted.peakBytes);
    close();
  },
});

/** Resolves when the server has waited for 'drain' for 100 turns of the event loop: the buffers in between are full. */
async function untilWaiting(
  counted: { readonly drains: number; readonly falses: number },
  signal: AbortSignal,
) {
  for (let turns = 0; turns < 100; turns += 1) {
    const { drains } = counted;
    await turnLoop(1, signal);
    if (counted.drains > drains || counted.falses === drains) turns = 0;
  }
}
