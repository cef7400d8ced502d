import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { connect, type NetConnectOpts } from 'node:net';
import { join } from 'node:path';
import type { DuplexOptions, Writable } from 'node:stream';
import { choice, type SetupContext } from '../../harness/scenario.ts';
import { slowSink } from './slow-sink.ts';

/** Where the bytes go: into a deterministic sink in memory, a real file, or a TCP connection to a slow reader. */
export const sinks = choice(['memory', 'file', 'socket']);

interface SinkParameters {
  readonly highWaterMark: number;
  readonly sink: (typeof sinks)['values'][number];
}

export async function openSink({
  parameters,
  tempDir,
  startPeer,
}: SetupContext<SinkParameters>): Promise<Writable> {
  const { highWaterMark, sink } = parameters;
  switch (sink) {
    case 'memory':
      return slowSink({ highWaterMark });
    case 'file': {
      const file = createWriteStream(join(tempDir, 'written'), { highWaterMark });
      await once(file, 'open');
      return file;
    }
    case 'socket': {
      const reader = startPeer(new URL('../peers/slow-reader.ts', import.meta.url));
      const options: NetConnectOpts & DuplexOptions = { port: reader.port, host: '127.0.0.1', highWaterMark };
      const socket = connect(options);
      await once(socket, 'connect');
      return socket;
    }
  }
}
