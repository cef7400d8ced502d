import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { defineScenario, KiB, MiB } from '../../../harness/scenario.ts';
import { byteStream } from '../../support/byte-stream.ts';
import { openExchange } from '../../support/claims/exchange.ts';
import { sizeInWords } from '../../support/claims/size-in-words.ts';
import { whenClosed } from '../../support/streams/when-closed.ts';
import { turnLoop } from '../../support/turn-loop.ts';

/** More than the buffers of the operating system take between two ends of a connection. */
const SOURCE = { highWaterMark: 64 * KiB, chunkSize: 64 * KiB, volume: 32 * MiB };

export default defineScenario({
  name: 'req-pipe-res-safe',
  claim: {
    statement: 'req.pipe(res) alone gives flow control, backpressure and memory safety.',
    source: ['000'],
    rule: ({ recorded: { peakBytes = 0, pauses = 0, sourceClosed = 0 } }) => {
      const isBounded = pauses > 0 && peakBytes < 1 * MiB;
      return {
        verdict: isBounded && sourceClosed ? 'true' : isBounded || sourceClosed ? 'partly' : 'false',
        condition:
          'true of flow control; if the client goes away, the source that is piped to res stays open',
        reading: `of ${sizeInWords(SOURCE.volume)} for a client that does not read, the server buffers at most ${sizeInWords(peakBytes)} and pauses ${pauses > 0 ? 'req' : 'nothing'}; after the client has gone, a source piped to res is ${sourceClosed ? 'closed' : 'still open'}`,
      };
    },
  },
  async run({ record, signal }) {
    const { peakBytes, pauses } = await echoToLateReader(signal);
    record('peakBytes', peakBytes);
    record('pauses', pauses);
    record('sourceClosed', Number(await isClosedAfterAbort(signal)));
  },
});

/** Pipes req to res for a client that sends everything, and reads only once the server has paused. */
async function echoToLateReader(signal: AbortSignal) {
  const { req, res, clientRequest, close } = await openExchange(signal);
  let peakBytes = 0;
  let pauses = 0;
  req.on('pause', () => {
    pauses += 1;
  });
  req.pipe(res);
  req.on('data', () => {
    peakBytes = Math.max(peakBytes, req.readableLength + res.writableLength);
  });
  byteStream(SOURCE).pipe(clientRequest);
  const [response] = (await once(clientRequest, 'response', { signal })) as [IncomingMessage];
  while (pauses === 0) await turnLoop(1, signal);
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  if (bytes !== SOURCE.volume) throw new Error(`${bytes} bytes came back`);
  close();
  return { peakBytes, pauses };
}

async function isClosedAfterAbort(signal: AbortSignal): Promise<boolean> {
  const { res, clientRequest, close } = await openExchange(signal);
  const source = byteStream(SOURCE);
  source.pipe(res);
  await once(clientRequest, 'response', { signal });
  clientRequest.destroy();
  await Promise.race([whenClosed(res), once(res, 'close', { signal })]);
  await turnLoop(10, signal);
  const isClosed = source.destroyed;
  source.destroy();
  close();
  return isClosed;
}
