import type { Writable } from 'node:stream';
import { beforeEach, expect, test, vi } from 'vitest';
import { turnLoop } from '../support/turn-loop.ts';
import scenario from './web-to-node-pipeline.ts';

/** Only for a pipeline that never settles. */
const HANG_MS = 20 * 1000;

const source = vi.hoisted(() => ({ isCancelled: false }));

/** One chunk, and a second that never comes. */
vi.mock('../support/byte-source.ts', () => ({
  byteSource: () => {
    let reads = 0;
    return {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          reads += 1;
          return reads === 1
            ? Promise.resolve({ done: false, value: Buffer.from('first') })
            : new Promise(() => {});
        },
        return: () => {
          source.isCancelled = true;
          return Promise.resolve({ done: true });
        },
      }),
    };
  },
}));

beforeEach(() => {
  source.isCancelled = false;
});

/** Calls `onWait` when the first chunk has been written, and the pipeline waits for the next. */
const runWith = (signal: AbortSignal, onWait: (sink: Writable) => void): unknown =>
  scenario.run({
    parameters: { highWaterMark: 1024, chunkSize: 1024, volume: 2048 },
    watch: (_label: string, sink: Writable) => {
      const { write } = sink;
      sink.write = (...args: unknown[]) => {
        turnLoop(10).then(() => onWait(sink));
        return Reflect.apply(write, sink, args);
      };
      return sink;
    },
    signal,
  } as never);

test('if the sink fails while the source has no chunk, it rejects and the source is cancelled', {
  timeout: HANG_MS,
}, async () => {
  const { signal } = new AbortController();
  await expect(runWith(signal, (sink) => sink.destroy(new Error('the sink fails')))).rejects.toThrow(
    'the sink fails',
  );
  expect(source.isCancelled).toBe(true);
});

test('if it is aborted while the source has no chunk, it rejects and the source is cancelled', {
  timeout: HANG_MS,
}, async () => {
  const abort = new AbortController();
  await expect(runWith(abort.signal, () => abort.abort())).rejects.toThrow('aborted');
  expect(source.isCancelled).toBe(true);
});
