import { bytes, count, defineScenario, MiB } from '../../harness/scenario.ts';
import { countOpenSockets } from '../support/protocol/open-sockets.ts';

export default defineScenario({
  name: 'fetch-unread-body',
  title: 'Looks at the status of a fetch() and leaves the body unread',
  about: {
    what: 'Sends one request after another with fetch(), reads the status of each response and stores it, but never reads its body.',
    why: 'fetch() resolves when the headers have arrived. Node reads ahead up to a highWaterMark: a body larger than that keeps its connection until it is read or cancelled, so each request opens a new one, without a limit; a small one does not, so tests do not show it.',
    expect:
      'One open connection per request, each with bytes that wait in it. A Response that nothing refers to is cancelled when it is garbage-collected: this closes them sooner or later, and nobody can say when.',
  },
  tags: ['web', 'fetch', 'http', 'leak', 'wrong'],
  pairedWith: 'fetch-cancel-body',
  parameters: { requests: count([32]), responseSize: bytes([1 * MiB]) },
  expect: {
    checks: ({ parameters: { requests }, recorded }) => ({
      'every request is answered': recorded.answered === requests,
      'every request leaves a connection open': recorded.openSockets === requests,
    }),
  },
  setup: ({ startPeer, parameters: { responseSize } }) =>
    startPeer(new URL('../peers/fast-upstream.ts', import.meta.url), { volume: responseSize }),
  async run({ parameters: { requests }, prepared: { port }, record, signal }) {
    const socketsBefore = countOpenSockets();
    const responses: Response[] = [];
    for (let sent = 0; sent < requests; sent += 1) {
      responses.push(await fetch(`http://127.0.0.1:${port}`, { signal })); // BUG: its body is not read
    }
    record('answered', responses.filter(({ ok }) => ok).length);
    record('openSockets', countOpenSockets() - socketsBefore);
    return responses;
  },
});
