import { Agent, get } from 'node:http';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { requestAndRead, responseOf } from '../support/network/http-responses.ts';

export default defineScenario({
  name: 'http-unread-response',
  title: 'Reads the status of HTTP responses, and never their bodies',
  about: {
    what: 'Sends requests through an agent with a few sockets, and looks only at the status of each response.',
    why: 'A socket can be reused when its response has ended, and a response that nobody reads never ends: Node reads up to a highWaterMark of it and waits. All later requests wait in the queue of the agent, without an error. With fetch(), an unread body that is larger than what Node reads ahead keeps its connection until it is cancelled or collected; a small one does not, so tests do not show it.',
    expect:
      'As many responses arrive as the agent has sockets, and no more. Requests through another agent are answered meanwhile. Without maxSockets, each request opens a socket that stays open.',
  },
  tags: ['http', 'leak', 'wrong'],
  pairedWith: 'http-resumed-response',
  parameters: { sockets: count([4]), requests: count([8]), bodySize: bytes([64 * KiB]) },
  expect: {
    checks: ({ parameters: { sockets, requests }, recorded }) => ({
      'as many responses arrive as there are sockets': recorded.responses === sockets,
      'no socket becomes free': recorded.busySockets === sockets,
      'all other requests wait': recorded.waitingRequests === requests - sockets,
    }),
  },
  setup: ({ parameters: { bodySize }, startPeer }) =>
    startPeer(new URL('../peers/fast-upstream.ts', import.meta.url), { volume: bodySize }),
  async run({ parameters: { sockets, requests }, prepared: { port }, record, signal }) {
    const agent = new Agent({ keepAlive: true, maxSockets: sockets });
    const sent = Array.from({ length: requests }, () => get({ port, agent, host: '127.0.0.1' }));
    const statuses: (number | undefined)[] = [];
    for (const request of sent) {
      request.on('error', () => {}); // the agent is destroyed below
      request.on('response', ({ statusCode }) => statuses.push(statusCode)); // BUG: the body is not read
    }
    await Promise.all(sent.slice(0, sockets).map((request) => responseOf(request, signal)));
    // Time enough for the requests that wait, if a socket became free.
    for (let other = 0; other < requests; other += 1) await requestAndRead(port, signal);
    record('responses', statuses.length);
    record('busySockets', Object.values(agent.sockets).flat().length);
    record('waitingRequests', Object.values(agent.requests).flat().length);
    agent.destroy();
  },
});
