import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { openExchange } from '../../support/claims/exchange.ts';

const BODY = 'what the server sends';

export default defineScenario({
  name: 'http-res-writable',
  claim: {
    statement: 'The response of an HTTP server is a Writable.',
    source: ['000'],
    rule: ({ recorded: { isWritable = 0, hasLength = 0, bytes = 0 } }) => {
      const behaves = bytes === BODY.length && hasLength === 1;
      return {
        verdict: isWritable && behaves ? 'true' : isWritable || behaves ? 'partly' : 'false',
        condition:
          'it has the methods, events and properties of one, and is not an instance: it has a queue of its own',
        reading: `res instanceof Writable is ${Boolean(isWritable)}; write() and end() deliver ${bytes} of ${BODY.length} bytes, and writableLength ${hasLength ? 'is' : 'is not'} a number`,
      };
    },
  },
  async run({ record, signal }) {
    const { res, clientRequest, close } = await openExchange(signal);
    clientRequest.end();
    const answered = once(clientRequest, 'response', { signal });
    res.write(BODY.slice(0, 10));
    record('hasLength', Number(typeof res.writableLength === 'number'));
    res.end(BODY.slice(10));
    const [response] = (await answered) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of response) bytes += chunk.length;
    record('isWritable', Number(res instanceof Writable));
    record('bytes', bytes);
    close();
  },
});
