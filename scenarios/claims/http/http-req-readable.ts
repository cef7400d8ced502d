import { Readable } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';
import { openExchange } from '../../support/claims/exchange.ts';

const BODY = 'what the client sends';

export default defineScenario({
  name: 'http-req-readable',
  claim: {
    statement: 'The request of an HTTP server is a Readable.',
    source: ['000'],
    rule: ({ recorded: { isReadable = 0, bytes = 0 } }) => ({
      verdict:
        isReadable && bytes === BODY.length
          ? 'true'
          : isReadable || bytes === BODY.length
            ? 'partly'
            : 'false',
      condition: isReadable ? 'it is one, and the body cannot be read from it' : 'it can be read as one',
      reading: `req instanceof Readable is ${Boolean(isReadable)}; for await reads ${bytes} of ${BODY.length} bytes from it`,
    }),
  },
  async run({ record, signal }) {
    const { req, clientRequest, close } = await openExchange(signal);
    clientRequest.end(BODY);
    let bytes = 0;
    for await (const chunk of req) bytes += chunk.length;
    record('isReadable', Number(req instanceof Readable));
    record('bytes', bytes);
    close();
  },
});
