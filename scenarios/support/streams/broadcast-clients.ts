import { Writable } from 'node:stream';
import { slowSink } from '../slow-sink.ts';

interface Clients {
  /** Accepts one chunk per turn of the event loop. */
  readonly fast: Writable;
  /** Accepts nothing, like a client whose connection is up and which does not read. */
  readonly stalled: Writable;
}

/** Two subscribers of one feed. */
export const broadcastClients = (options: { readonly highWaterMark: number }): Clients => ({
  fast: slowSink(options),
  stalled: new Writable({ ...options, write() {} }),
});
