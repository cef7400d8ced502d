import { Agent, get } from 'node:http';
import { finished } from 'node:stream/promises';
import { bytes, count, defineScenario, KiB } from '../../harness/scenario.ts';
import { responseOf } from '../support/network/http-responses.ts';

export default defineScenario({
  name: 'http-resumed-response',
  title: 'Reads the status of HTTP responses, and discards their bodies',
  about: {
    what: 'Sends requests through an agent with a few sockets, looks at the status of each response, and calls resume() on it.',
    why: 'resume() reads the body and discards it, so the socket is free for the next request. If the body may be large, destroy() the response instead: that costs a new connection. With fetch(), call body.cancel() or read the body.',
    expect: 'All requests are answered, over no more sockets than maxSockets.',
  },
  tags: ['http', 'right'],
  pairedWith: 'http-unread-response',
  parameters: { sockets: count([4]), requests: count([8]), bodySize: bytes([64 * KiB]) },
  expect: {
    checks: ({ parameters: { sockets, requests, bodySize }, counters, recorded }) => ({
      'every request is answered': recorded.responses === requests,
      'every body is read': counters.response?.bytesOut === requests * bodySize,
      'no request waits': recorded.waitingRequests === 0,
      'no more sockets are opened than the agent may': (recorded.openedSockets ?? 0) <= sockets,
    }),
  },
  setup: ({ parameters: { bodySize }, startPeer }) =>
    startPeer(new URL('../peers/fast-upstream.ts', import.meta.url), { volume: bodySize }),
  async run({ parameters: { sockets, requests }, prepared: { port }, watch, record, signal }) {
    const agent = new Agent({ keepAlive: true, maxSockets: sockets });
    const over = new AbortController();
    const usedPorts = new Set<number | undefined>();
    const readStatus = async (): Promise<number | undefined> => {
      const response = await responseOf(get({ port, agent, host: '127.0.0.1', signal: over.signal }), signal);
      usedPorts.add(response.socket.localPort);
      await finished(watch('response', response).resume(), { signal });
      return response.statusCode;
    };
    try {
      const statuses = await Promise.all(Array.from({ length: requests }, readStatus));
      record('responses', statuses.filter((status) => status === 200).length);
      record('waitingRequests', Object.values(agent.requests).flat().length);
      record('openedSockets', usedPorts.size);
    } finally {
      over.abort(); // if one request fails, the others end, too
      agent.destroy();
    }
  },
});
