import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { defineScenario } from '../../../harness/scenario.ts';

export default defineScenario({
  name: 'tcp-socket-duplex',
  claim: {
    statement: 'A TCP socket is a Duplex.',
    source: ['000'],
    rule: ({ recorded: { duplexes = 0, answeredBytes = 0 } }) => ({
      verdict: duplexes === 2 && answeredBytes === 4 ? 'true' : 'false',
      reading: `${duplexes} of the 2 ends of a connection are instances of Duplex; ${answeredBytes} of 4 bytes written come back`,
    }),
  },
  async run({ record, signal }) {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening', { signal });
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [peer] = (await once(server, 'connection', { signal })) as [Socket];
    peer.pipe(peer); // what is read is written
    client.write('ping');
    const [answer] = await once(client, 'data', { signal });
    record('duplexes', [client, peer].filter((socket) => socket instanceof Duplex).length);
    record('answeredBytes', answer.length);
    client.destroy();
    peer.destroy();
    server.close();
  },
});
