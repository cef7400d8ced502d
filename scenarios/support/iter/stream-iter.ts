/** What the scenarios use of `node:stream/iter`, of which @types/node has no types yet. */
import type { Writable } from 'node:stream';
import { turnLoop } from '../turn-loop.ts';

export interface IterWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** False if there is no room: then the chunk was not taken. */
  writeSync(chunk: Uint8Array): boolean;
  end(): Promise<number>;
  fail(reason: unknown): void;
}

export type Batches = AsyncIterable<readonly Uint8Array[]>;

export interface StreamIter {
  push(options: {
    readonly budget: number;
    readonly backpressure?: 'strict' | 'unbounded' | 'drop-oldest' | 'drop-newest';
    readonly signal?: AbortSignal;
  }): { readonly writer: IterWriter; readonly readable: Batches };
  pipeTo(
    source: Iterable<Uint8Array>,
    writer: IterWriter,
    options: { readonly signal: AbortSignal },
  ): Promise<number>;
  /** Fulfilled with true when there is room, and with false, or null at once, if there never will be. */
  ondrain(writer: IterWriter): Promise<boolean> | null;
  toWritable(writer: IterWriter): Writable;
}

/** The same rules since these versions; Node 25.9 to 26.5 had others. */
export const ITER_NEEDS = {
  node: ['24.20', '26.6'],
  nodeFlags: ['--experimental-stream-iter', '--disable-warning=ExperimentalWarning'],
} as const;

/** For `setup`: other versions of Node load the scenario, too. */
export const loadStreamIter = (): StreamIter =>
  process.getBuiltinModule('node:stream/iter' as 'node:stream') as unknown as StreamIter;

/** Takes one batch per turn of the event loop, which is all that is buffered then. Returns how many bytes came. */
export async function readInTurns(readable: Batches): Promise<number> {
  let bytes = 0;
  for await (const batch of readable) {
    for (const chunk of batch) bytes += chunk.byteLength;
    await turnLoop(1);
  }
  return bytes;
}
