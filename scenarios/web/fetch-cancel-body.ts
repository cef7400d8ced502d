import { bytes, count, defineScenario, MiB } from '../../harness/scenario.ts';
import { countOpenSockets } from '../support/protocol/open-sockets.ts';

export default defineScenario({
  name: 'fetch-cancel-body',
  title: 'Cancels the body of a fetch() that it does not need',
  about: {
    what: 'Sends the same requests with fetch(), reads the status of each response, stores it, and cancels its body.',
    why: 'cancel() releases the connection at once. HTTP/1.1 cannot stop a response halfway, so the connection is closed and the next request opens another: for a small body, reading it to its end is cheaper, and a HEAD request has none.',
    expect:
      'Only the last connections are still open, because they are closing, whatever the number of requests.',
  },
  tags: ['web', 'fetch', 'http', 'leak', 'right'],
  pairedWith: 'fetch-unread-body',
  parameters: { requests: count([32]), responseSize: bytes([1 * MiB]) },
  expect: {
    checks: ({ parameters: { requests }, recorded }) => ({
      'every request is answered': recorded.answered === requests,
      // The last ones may be closing.
      'few connections are open': (recorded.openSockets ?? requests) <= requests / 8,
    }),
  },
  setup: ({ startPeer, parameters: { responseSize } }) =>
    startPeer(new URL('../peers/fast-upstream.ts', import.meta.url), { volume: responseSize }),
  async run({ parameters: { requests }, prepared: { port }, record, signal }) {
    const socketsBefore = countOpenSockets();
    const responses: Response[] = [];
    for (let sent = 0; sent < requests; sent += 1) {
      const response = await fetch(`http://127.0.0.1:${port}`, { signal });
      await response.body?.cancel();
      responses.push(response);
    }
    record('answered', responses.filter(({ ok }) => ok).length);
    record('openSockets', countOpenSockets() - socketsBefore);
    return responses;
  },
});
