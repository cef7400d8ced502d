import { getEventListeners } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'abort-listener-removed',
  title: 'Removes its listener from an AbortSignal.any() of a long-lived signal',
  about: {
    what: 'Each request combines the same signals and adds the same listener, and removes it when the request ends, however it ends.',
    why: 'What takes a signal and finishes, such as pipeline() or events.once(), removes its own listener. For one of yours, removeEventListener() in finally is enough. Aborting the signal of the request instead releases it only from Node 26.7 and a late 24 on (24.21 has it, 24.17 has not; nodejs/node#64481), unless the listener was added with once.',
    expect: 'No body is retained after its request, although the shutdown signal lives on.',
  },
  tags: ['abort', 'leak', 'retention', 'right'],
  pairedWith: 'abort-listener-left',
  parameters: { bodySize: bytes([256 * KiB]), volume: volume(16 * MiB) },
  expect: {
    growth: 'bounded',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { bodySize, volume }, recorded }) => ({
      'no request leaves a listener': recorded.listenersLeft === 0,
      'every request is handled': recorded.requests === volume / bodySize,
    }),
  },
  setup: () => new AbortController(),
  async run({ parameters: { bodySize, volume }, prepared: shutdown, record, signal: runSignal }) {
    let [requests, listenersLeft] = [0, 0];
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      const signal = AbortSignal.any([shutdown.signal, new AbortController().signal]);
      const discard = (): void => void body.fill(0);
      signal.addEventListener('abort', discard, { once: true });
      try {
        await turnLoop(undefined, { signal: runSignal });
        requests += 1;
      } finally {
        signal.removeEventListener('abort', discard);
      }
      listenersLeft += getEventListeners(signal, 'abort').length;
    }
    record('requests', requests);
    record('listenersLeft', listenersLeft);
    return shutdown;
  },
});
