import { getEventListeners } from 'node:events';
import { setImmediate as turnLoop } from 'node:timers/promises';
import { bytes, defineScenario, KiB, MiB, volume } from '../../harness/scenario.ts';
import { byteSource } from '../support/byte-source.ts';

export default defineScenario({
  name: 'abort-listener-left',
  title: 'Leaves a listener on an AbortSignal.any() of a long-lived signal',
  about: {
    what: 'Each request combines the shutdown signal of the process with its own signal by AbortSignal.any(), and adds a listener that uses its body. The request ends; the listener stays.',
    why: 'A combined signal that has a listener is reachable from its sources, so that it can still abort: it lives as long as the longest-lived of them, and everything that the listener refers to does. Without a listener it can be collected, on every version; but Node 22 keeps one of AbortSignal.timeout() until that time has passed.',
    expect: 'The body of every request is retained, round after round.',
  },
  tags: ['abort', 'leak', 'retention', 'wrong'],
  pairedWith: 'abort-listener-removed',
  parameters: { bodySize: bytes([256 * KiB]), volume: volume(16 * MiB) },
  expect: {
    growth: 'linear',
    metric: 'retainedArrayBuffersBytes',
    checks: ({ parameters: { bodySize, volume }, recorded }) => ({
      'every request leaves a listener': recorded.listenersLeft === volume / bodySize,
    }),
  },
  setup: () => new AbortController(),
  async run({ parameters: { bodySize, volume }, prepared: shutdown, record, signal: runSignal }) {
    let listenersLeft = 0;
    for (const body of byteSource({ allocation: 'alloc', chunkSize: bodySize, volume })) {
      const signal = AbortSignal.any([shutdown.signal, new AbortController().signal]);
      signal.addEventListener('abort', () => body.fill(0)); // BUG: it is never removed
      await turnLoop(undefined, { signal: runSignal });
      listenersLeft += getEventListeners(signal, 'abort').length;
    }
    record('listenersLeft', listenersLeft);
    return shutdown;
  },
});
